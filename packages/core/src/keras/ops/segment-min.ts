import { segments } from './base-segment.ts';

/** `keras.ops.segment_min`. */
export const segmentMin = segments('SegmentMin', 'min');
