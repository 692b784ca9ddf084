import { scanLoneJson } from '../scan-json.ts';
import type { FormatScanner } from './format.ts';

export const json: FormatScanner = {
  format: 'json',
  proof: 'grammar',
  accepts: ({ sniffed }) => sniffed.format === 'json',
  scan: scanLoneJson,
};
