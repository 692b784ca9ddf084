import { segments } from './base-segment.ts';

/** `keras.ops.segment_max`. */
export const segmentMax = segments('SegmentMax', 'max');
