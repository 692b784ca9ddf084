import { HorngateError } from '@horngate/core/words';
import { record } from '../reported.ts';

/** How an image of another size becomes what the model declares; see the guest's `fit.ts` for what is computed. */
export const FITS = ['stretch', 'pad', 'crop'] as const;
export type Fit = (typeof FITS)[number];

/** What a byte of a pixel is fed as: itself, divided by 255, or divided by 127.5 less one. */
export const PIXELS = ['0..255', '0..1', '-1..1'] as const;
export type PixelRange = (typeof PIXELS)[number];

export interface ImageMedium {
  readonly kind: 'still' | 'picture';
  readonly format: string;
  readonly width: number;
  readonly height: number;
  /** Pictures or pages in the file; the first is fed. */
  readonly frames: number;
}

export interface SoundMedium {
  readonly kind: 'sound';
  readonly format: string;
  /** Frames of a second; nothing is resampled. */
  readonly rate: number;
  readonly channels: number;
  readonly frames: number;
}

export type MediumInfo = ImageMedium | SoundMedium;

/** What a guest says of an image or a sound. @throws HG_GUEST_PROTOCOL, HG_LIMIT_TENSOR where it says more than the policy allows */
export function readMedium(value: unknown, maxPixels: number): MediumInfo | null {
  const { medium } = record(value);
  if (medium === null) return null;
  const data = record(medium);
  const { kind, format } = data;
  if (typeof format !== 'string' || !/^[a-z]{3,4}$/.test(format)) throw lie('a format');
  const count = (name: string): number => {
    const found = data[name];
    if (typeof found !== 'number' || !Number.isSafeInteger(found) || found < 1) throw lie(`"${name}" as a whole number from 1`);
    return found;
  };
  if (kind === 'sound') return { kind, format, rate: count('rate'), channels: count('channels'), frames: count('frames') };
  if (kind !== 'still' && kind !== 'picture') throw lie('a kind');
  const image: ImageMedium = { kind, format, width: count('width'), height: count('height'), frames: count('frames') };
  if (image.width * image.height > maxPixels) throw lie(`at most ${maxPixels} pixels`);
  return image;
}

const lie = (wanted: string): HorngateError => new HorngateError('HG_GUEST_PROTOCOL', `Cannot believe the guest as its answer must hold ${wanted}`);
