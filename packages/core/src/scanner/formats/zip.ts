import { scanZip } from '../scan-zip.ts';
import type { FormatScanner } from './format.ts';

const ARCHIVES: ReadonlySet<string> = new Set(['keras-v3', 'npz', 'zip']);

export const zip: FormatScanner = {
  format: 'zip',
  proof: 'magic',
  accepts: ({ sniffed }) => [sniffed.format, ...sniffed.also].some((format) => ARCHIVES.has(format)),
  scan: scanZip,
};
