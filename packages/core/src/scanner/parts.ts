import { HorngateError } from '../words/error.ts';
import type { Trouble } from './subjects.ts';

/** Codes of errors that are about the file; any other is a bug of ours and goes on. */
const ABOUT_THE_FILE = /^HG_(ARTIFACT|LIMIT|UNSUPPORTED)_/;

/** What stopped the reading of parts. A part that fails is noted, and the other parts are read all the same: findings so far always stand. */
export class Parts {
  readonly troubles: Trouble[] = [];

  /** Runs a step on one part. @returns undefined when the file stopped it. */
  attempt<T>(member: string | undefined, step: () => T): T | undefined {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof HorngateError) || !ABOUT_THE_FILE.test(error.code)) throw error;
      this.note(error, member);
      return undefined;
    }
  }

  note(error: HorngateError, member: string | undefined): void {
    this.troubles.push({ error, member });
  }
}
