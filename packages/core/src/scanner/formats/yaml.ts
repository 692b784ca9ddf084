import { decodeUtf8 } from '../../text/utf8.ts';
import { looksLikeYaml } from '../yaml/recognise.ts';
import { scanYaml } from '../yaml/scan-yaml.ts';
import type { FormatScanner } from './format.ts';

/** A configuration in YAML, read as plain values: no tag builds anything here. */
export const yaml: FormatScanner = {
  format: 'yaml',
  proof: 'grammar',
  accepts: ({ start, source }) => source.size > 0 && !start.includes(0) && looksLikeYaml(decodeUtf8(start, 'replace'), start.length === source.size),
  scan: scanYaml,
};
