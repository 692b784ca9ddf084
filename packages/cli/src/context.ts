import { HorngateError } from '@horngate/core/words';

/** What the start knows and the sources cannot: where this installation keeps its files. */
export interface House {
  /** Absolute path of the folder with `reader.cjs`, `decoder.cjs`, `runner.cjs` and `bundles.json` (their digests). */
  readonly guests: string;
  /** Absolute path of the package of the command line, whose manifest says what it needs; the façade does not know it. */
  readonly root?: string;
}

let here: House | undefined;

/** Called once by `bin/horngate.js` (through `main`) or by `index.js`, before any verb. */
export function configure(house: House): void {
  here = house;
}

/** @throws HG_INTERNAL when a verb runs before `configure`: a bug of ours. */
export function currentHouse(): House {
  if (here === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot find the guests as the house is not configured');
  return here;
}
