import { openImage } from '../../artifact/image-header/open-image.ts';
import { type MediaFormat, sniffMedia } from '../../artifact/image-header/sniff-media.ts';
import { HorngateError } from '../../words/error.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import type { FormatScanner } from './format.ts';

const FORMATS = ['gif', 'jpeg', 'png', 'tiff', 'webp'] as const;
type Walked = (typeof FORMATS)[number];

const isWalked = (format: MediaFormat | undefined): format is Walked => (FORMATS as readonly unknown[]).includes(format);

/** A picture beside a model, walked to its end: nothing may be cut off or stand behind it. What it shows is not looked at. */
export const IMAGES: readonly FormatScanner[] = FORMATS.map((format) => ({
  format,
  proof: 'magic',
  accepts: ({ source }) => isWalked(sniffMedia(source)) && sniffMedia(source) === format,
  scan(source, { limits }) {
    const parts = new Parts();
    parts.attempt(undefined, () => asArtifact(() => openImage(format, source, limits)));
    return { format, findings: runChecks(CHECKS.archive, { sights: [], troubles: parts.troubles }), troubles: parts.troubles };
  },
}));

/** Readers of images answer to a caller who gave one as an input; here it is somebody's file. */
function asArtifact(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof HorngateError) || !error.code.startsWith('HG_INPUT_')) throw error;
    throw new HorngateError('HG_ARTIFACT_ARCHIVE', error.message, { where: error.where, cause: error });
  }
}
