import { type EndedFormat, imageEnd } from '../../artifact/image-header/image-end.ts';
import { sniffMedia } from '../../artifact/image-header/sniff-media.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import { together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { behind } from '../trailing.ts';
import type { FormatScanner } from './format.ts';

const FORMATS: readonly EndedFormat[] = ['gif', 'jpeg', 'png', 'webp'];

/** A picture beside a model, walked to its end: nothing may be cut off, and what stands behind is looked at. What it shows is not. */
export const IMAGES: readonly FormatScanner[] = FORMATS.map((format) => ({
  format,
  proof: 'magic',
  accepts: ({ source }) => sniffMedia(source) === format,
  scan(source, scope) {
    const parts = new Parts();
    const sights = new Sights();
    const end = parts.attempt(undefined, () => imageEnd(format, source));
    const inner = behind(source, end, scope, sights);
    const own = { findings: runChecks(CHECKS.archive, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
    return { format, ...together([own, ...inner]) };
  },
}));
