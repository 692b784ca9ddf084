import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import type { Call } from './define-layer.ts';
import type { Fields } from './fields.ts';

/** One operation of `keras.ops` that stands as a node in a Functional model. Masks end here, as in Keras. */
export interface OperationDefinition<Config = unknown> {
  /** Class name of the node, such as `GetItem`. */
  readonly keras: string;
  /** Names of call arguments, in order. */
  readonly arguments: readonly string[];
  /** Whether all positional arguments stand in the one that is named, as a list: `*operands`. */
  readonly rest?: true;
  /** Whether any other name may be passed too, such as the sizes of axes that a pattern names. */
  readonly open?: true;
  /** `own` where the lowering sees to 16-bit floats itself. Default: it gets them as float32, and what it answers in float32 is rounded to the type of its inputs. */
  readonly types?: 'own';
  /** The argument whose type the answer has, where the others take no part: they are cast to it. */
  readonly like?: string;
  /** Constructor arguments that stand in the node's config. */
  config?(fields: Fields): Config;
  lower(g: GraphBuilder, config: Config, call: Call): Value | readonly Value[];
}

export type AnyOperation = OperationDefinition<unknown>;

export const defineOperation = <Config = undefined>(definition: OperationDefinition<Config>): AnyOperation => definition as AnyOperation;
