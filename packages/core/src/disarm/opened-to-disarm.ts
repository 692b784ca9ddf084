import type { Json } from '../artifact/json/json.ts';
import type { OpenedKeras } from '../keras/open-keras.ts';
import type { IsFloat } from './rebuilding.ts';

/** A model as Keras itself would see it in the file, whatever lies beside it. */
export interface OpenedToDisarm {
  readonly keras: OpenedKeras;
  /** The description in today's spelling. */
  readonly config: Json;
  readonly isFloat: IsFloat;
  /** Names what of the weights file is not kept, once it is known what is. */
  unused(has: (path: string) => boolean): void;
}
