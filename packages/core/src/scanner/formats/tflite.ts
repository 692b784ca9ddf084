import { scanTflite } from '../tflite/scan-tflite.ts';
import { type FormatScanner, startsWith } from './format.ts';

/** A FlatBuffer with the file identifier of TFLite. Behind it may stand an archive of associated files: it is looked into here. */
export const tflite: FormatScanner = {
  format: 'tflite',
  proof: 'magic',
  holds: ['zip'],
  accepts: ({ start }) => startsWith(start.subarray(4), [0x54, 0x46, 0x4c, 0x33]),
  scan: scanTflite,
};
