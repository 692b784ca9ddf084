import { segments } from './base-segment.ts';

/** `keras.ops.segment_sum`. */
export const segmentSum = segments('SegmentSum', 'add');
