import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import type { StagedGuest } from '@horngate/sandbox';
import { stageFiles } from './stage-files.ts';
import { bundleFile, type Places } from './stage-guest.ts';

/**
 * The media guest, staged: sharp's binding beside the bundle, libvips with the other shared libraries.
 *
 * @throws HG_UNAVAILABLE_RUNTIME where sharp is not installed, HG_UNAVAILABLE_STORE
 */
export function stageMedia(places: Places): Promise<StagedGuest> {
  const { from, digest } = bundleFile(places, 'media.cjs');
  return stageFiles({ home: places.home, bundle: from, bundleDigest: digest, runtime: [binding(places)] });
}

/** As the bundle's package sees it, and as the bundle asks for it: under its version. */
function binding({ guests }: Places): string {
  const name = `@img/sharp-${process.platform}-${process.arch}`;
  try {
    const sharp = createRequire(createRequire(join(guests, 'bundles.json')).resolve('sharp'));
    const manifest = sharp.resolve(`${name}/package`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    const path = join(dirname(manifest), 'lib', `${name.slice(5)}-${version}.node`);
    if (existsSync(path)) return path;
  } catch {
    // Not installed, or not for this system.
  }
  throw new HorngateError('HG_UNAVAILABLE_RUNTIME', `Cannot decode the image as "${name}" must be installed: found none`);
}
