import { segments } from './base-segment.ts';

/** `keras.ops.segment_prod`. */
export const segmentProd = segments('SegmentProd', 'mul');
