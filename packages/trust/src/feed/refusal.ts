import { type Code, HorngateError } from '@horngate/core/words';
import { PersistError } from 'tuf-js/dist/error.js';

/** What the reader of TUF says, as it says it (5.0.1), and what that is. Whatever is not among these is refused as well. */
const RULES: readonly (readonly [said: RegExp, code: Code, meaning: string])[] = [
  [/expired/, 'HG_REFUSED_EXPIRED', 'be of a date that has not passed (a frozen mirror, or a clock that is wrong)'],
  [/was signed by \d+\/\d+ keys/, 'HG_REFUSED_SIGNATURE', 'be signed by as many keys as its role asks for'],
  [/less than current version|Missing file/, 'HG_REFUSED_ROLLBACK', 'not be older than what was seen before'],
  [/version doesn't match|not match snapshot version|Expected (length|hash)/, 'HG_REFUSED_FEED', 'be of one state: its parts do not belong together'],
];

/** The failed refresh as an error of ours: hostile metadata makes the reader throw whatever it likes. */
export function refusal(error: unknown, failure: HorngateError | undefined, source: string): HorngateError {
  if (failure !== undefined) return failure;
  if (error instanceof HorngateError) return error;
  if (error instanceof PersistError) return new HorngateError('HG_UNAVAILABLE_STORE', 'Cannot keep the metadata of the feed', { cause: error });
  const said = error instanceof Error ? error.message : String(error);
  const root = /^Expected version (\d+), got (\d+)$/.exec(said);
  if (root !== null)
    return refusedAs(Number(root[2]) < Number(root[1]) ? 'HG_REFUSED_ROLLBACK' : 'HG_REFUSED_FEED', 'have roots one after the other', said, source);
  const [, code, meaning] = RULES.find(([pattern]) => pattern.test(said)) ?? [undefined, 'HG_REFUSED_FEED' as const, 'hold under the rules of TUF'];
  return refusedAs(code, meaning, said, source);
}

const refusedAs = (code: Code, meaning: string, said: string, source: string): HorngateError =>
  new HorngateError(code, `Cannot refresh by "${source}" as the feed must ${meaning}: ${said.replace(/\s+/g, ' ').slice(0, 200)}`);
