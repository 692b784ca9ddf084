import { inspectKeras } from '@horngate/core/keras';
import type { Answer } from '@horngate/sandbox/inside';
import { record } from '../params.ts';
import { openGiven } from './given.ts';

/** `{files, limits}` → what the model is, as `horngate inspect` prints it. */
export const inspect = (params: unknown): Answer => ({ result: inspectKeras(openGiven(record(params))) });
