import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshBuild } from '../../../tools/build/fresh.js';
import { type HostOptions, hostOptions } from './options.ts';

/** A folder that a guest's user can reach, gone after the test. */
export function openFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-host-'));
  chmodSync(folder, 0o755);
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Real guests over a home of their own. */
export async function options(t: TestContext, given: Partial<HostOptions> = {}): Promise<HostOptions> {
  return hostOptions({ guests: (await freshBuild()).guests, home: openFolder(t), ...given });
}

export const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
export const DIGITS = at('examples/digits/digits.keras');
export const IMAGE = at('examples/digits/images/7.npy');
export const hostile = (name: string): string => at(`conformance/keras/hostile/${name}.keras`);
