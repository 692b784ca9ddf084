import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, ROOT } from './checkout.testing.ts';
import { read } from './files.testing.ts';

const SAVE = 'export async function save(): Promise<void> {}\n';
const FORGETS = `import { save } from './save.ts';

class Pool {
  async take(): Promise<void> {}
}
interface Port {
  send(): Promise<void>;
}
export function imported(): void {
  save();
}
export function ofAClass(pool: Pool): void {
  pool.take();
}
export function ofAnInterface(port: Port): void {
  port.send();
}
`;
const WAITS = FORGETS.replaceAll('): void {', '): Promise<void> {')
  .replaceAll('export function', 'export async function')
  .replace(/^ {2}(\w+(\.\w+)?\(\);)$/gm, '  await $1');

/** Lines that Biome, with the rules of this house, reports as floating promises. */
function floating(folder: string, text: string): readonly number[] {
  writeFileSync(join(folder, 'src/code.ts'), text);
  const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', '--reporter=json', '.'], { cwd: folder, encoding: 'utf8' });
  const { diagnostics, summary } = JSON.parse(stdout) as {
    diagnostics: { category: string; location: { start: { line: number } } }[];
    summary: { unchanged: number };
  };
  assert.ok(summary.unchanged >= 2, 'Biome must have looked at both files');
  return diagnostics.filter(({ category }) => category === 'lint/nursery/noFloatingPromises').map(({ location }) => location.start.line);
}

test('a promise that nobody waits for is reported by the rules of this house', async (t) => {
  const folder = emptyFolder(t, 'floating');
  mkdirSync(join(folder, 'src'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'src/save.ts'), SAVE);
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...JSON.parse(read('biome.json')), vcs: { enabled: false } }));

  await t.test('of a function in another file, a class, an interface', () => assert.deepEqual(floating(folder, FORGETS), [10, 13, 16]));
  await t.test('and silent where it is waited for', () => assert.deepEqual(floating(folder, WAITS), []));
});
