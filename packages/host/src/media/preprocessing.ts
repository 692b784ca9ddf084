import type { Digest } from '@horngate/core/words';
import { openToInspect } from '../artifact.ts';
import { inspect } from '../inspect.ts';
import type { HostOptions } from '../options.ts';

/**
 * Classes of the layers with which a model scales its input itself, as a reader guest tells of its configuration: for a warning, and not for a decision.
 *
 * @returns null where the file is no longer the one that runs, or does not say.
 */
export async function preprocessingOf(path: string, subject: Digest, options: HostOptions): Promise<readonly string[] | null> {
  const artifact = openToInspect(path, options);
  try {
    if (artifact.digest !== subject) return null;
    const { preprocessing } = await inspect(artifact);
    return Array.isArray(preprocessing) && preprocessing.every((name) => name === 'Rescaling' || name === 'Normalization') ? [...new Set(preprocessing)] : null;
  } finally {
    artifact.close();
  }
}
