import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import { type Fed, type Feeding, FITS, type HostOptions, type Input, openInput, PIXELS } from '@horngate/host';

/** `--fit` and `--pixels` as they were given. @throws HG_USAGE_ARGUMENT */
export function feedingOf({ fit, pixels }: { readonly fit?: string; readonly pixels?: string }): Feeding {
  return {
    ...(fit === undefined ? {} : { fit: pick('--fit', fit, FITS) }),
    ...(pixels === undefined ? {} : { pixels: pick('--pixels', pixels, PIXELS) }),
  };
}

function pick<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((value) => value === given);
  if (found !== undefined) return found;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "${option} ${given}" as it must be one of ${known.join(', ')}`);
}

/** Standard input becomes a file of our own first: a guest gets descriptors of files. */
export async function openGiven(path: string, options: HostOptions): Promise<Input> {
  if (path !== '-') return openInput(path, options);
  const folder = mkdtempSync(join(options.home, 'stdin-'));
  try {
    writeFileSync(join(folder, 'input'), readFileSync(0), { mode: 0o600 });
    return await openInput(join(folder, 'input'), options); // its descriptor outlives the name
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lines for people: what was made of an image or a sound before the model saw it. */
export function fedText({ medium, fit, pixels, tensors }: Fed, preprocessing: readonly string[] | null): readonly string[] {
  if (medium === null) return [];
  const shape = `[${(Object.values(tensors)[0] as Tensor).shape.join(', ')}]`;
  if (medium.kind === 'sound') return [`Fed ${medium.frames} frames of ${medium.channels} channels at ${medium.rate} Hz as ${shape}, -1..1, not resampled`];
  const which = medium.frames > 1 ? `the first of ${medium.frames} pictures of ` : '';
  const how = fit === null ? 'not resized' : `resized by ${fit} (bilinear, no antialiasing)`;
  const fed = `Fed ${which}a ${medium.format} of ${medium.width} x ${medium.height} as ${shape}, ${how}, pixels ${pixels}, not turned by EXIF`;
  if (preprocessing === null || preprocessing.length > 0) return [fed];
  return [fed, 'The model has no Rescaling or Normalization: it may expect preprocessing that is not in the file (see --pixels)'];
}

/** The same for programs; undefined for tensors, which are fed as they are. */
export function fedJson({ medium, fit, pixels, tensors }: Fed, preprocessing: readonly string[] | null): unknown {
  if (medium === null) return undefined;
  const { kind, ...said } = medium;
  const { dtype, shape } = Object.values(tensors)[0] as Tensor;
  const head = { kind: kind === 'sound' ? 'sound' : 'image', ...said, fed: { dtype, shape } };
  return kind === 'sound' ? { ...head, resampled: false } : { ...head, fit, pixels, orientation: 'ignored', preprocessing };
}
