import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { emptyFolder, ROOT } from './checkout.testing.ts';
import { read } from './files.testing.ts';

const PROMISES = `export async function save(): Promise<void> {}
export class Pool {
  async take(): Promise<void> {}
}
export interface Port {
  send(): Promise<void>;
}
`;
const DECLARATIONS = `export declare function save(): Promise<void>;
export declare class Pool { take(): Promise<void>; }
export interface Port { send(): Promise<void>; }
`;
const forgets = (from: string): string => `import { type Pool, type Port, save } from '${from}';

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
const waits = (from: string): string =>
  forgets(from)
    .replaceAll('): void {', '): Promise<void> {')
    .replaceAll('export function', 'export async function')
    .replace(/^ {2}(\w+(\.\w+)?\(\);)$/gm, '  await $1');

/**
 * Blind spot, known: Biome 2.5 does not see promises of Node's own modules (`writeFile` of `node:fs/promises`), whose types are ambient.
 * Between packages it sees what `tsc -b` has declared in `dist`, so types are checked before lint.
 */
test('a promise that nobody waits for is reported by the rules of this house', async (t) => {
  const folder = emptyFolder(t, 'floating');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('biome.json', JSON.stringify({ ...JSON.parse(read('biome.json')), vcs: { enabled: false } }));
  write('packages/host/package.json', read('packages/host/package.json'));
  write('packages/host/dist/index.d.ts', DECLARATIONS);
  write('packages/cli/src/promises.ts', PROMISES);
  mkdirSync(join(folder, 'node_modules/@horngate'), { recursive: true });
  symlinkSync(join(folder, 'packages/host'), join(folder, 'node_modules/@horngate/host'));

  /** Lines that are reported, once they are the text of a source. */
  const floating = (text: string): readonly number[] => {
    write('packages/cli/src/code.ts', text);
    const { stdout } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['lint', '--reporter=json', 'packages/cli'], { cwd: folder, encoding: 'utf8' });
    const { diagnostics, summary } = JSON.parse(stdout) as {
      diagnostics: { category: string; location: { start: { line: number } } }[];
      summary: { unchanged: number };
    };
    assert.ok(summary.unchanged >= 2, 'Biome must have looked at both sources');
    return diagnostics.filter(({ category }) => category === 'lint/nursery/noFloatingPromises').map(({ location }) => location.start.line);
  };

  for (const from of ['./promises.ts', '@horngate/host']) {
    await t.test(`of a function, a class, an interface from ${from}`, () => assert.deepEqual(floating(forgets(from)), [4, 7, 10]));
    await t.test(`and silent where it is waited for, from ${from}`, () => assert.deepEqual(floating(waits(from)), []));
  }
});
