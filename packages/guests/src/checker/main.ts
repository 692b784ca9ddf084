import { serveFrames } from '@horngate/sandbox/inside';
import { check } from './check.ts';

/** The reader guest of the second check: it holds nothing of what wrote the Program, and starts in a third of the time. */
void serveFrames({ check });
