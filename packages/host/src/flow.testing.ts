import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/** Runners that were staged in the home, waiting ones too. */
export function runnersOf({ home }: HostOptions): number[] {
  const ours = (pid: string): boolean => commandOf(pid).includes(join(home, 'stage')) && commandOf(pid).includes('runner.cjs');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && ours(name))
    .map(Number);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}
