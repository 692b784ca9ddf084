import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** An empty folder that is gone after the test. */
export function emptyFolder(t: TestContext, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `horngate-${name}-`));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the sources, with the same dependencies: what is edited there is edited nowhere else. */
export function copyOfCheckout(t: TestContext): string {
  const copy = emptyFolder(t, 'checkout');
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tools/build', 'tools/release'])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  const packages = readdirSync(join(ROOT, 'packages'));
  for (const name of packages)
    cpSync(join(ROOT, 'packages', name), join(copy, 'packages', name), { recursive: true, filter: (path) => !/\/(dist|bundles)$/.test(path) });
  linkDependencies(copy, packages);
  return copy;
}

/** Links to everything installed here, but workspaces of the copy for workspaces. */
function linkDependencies(copy: string, packages: readonly string[]): void {
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@horngate'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '@horngate' && name !== 'horngate') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  for (const name of packages) symlinkSync(join(copy, 'packages', name), name === 'cli' ? join(modules, 'horngate') : join(modules, '@horngate', name));
}

/** What a program printed; when it fails, what it printed is the message. */
export function output(program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) assert.fail(`${program} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
