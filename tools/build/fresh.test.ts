import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { copyOfCheckout } from '../checkout.testing.ts';

const run = promisify(execFile);
const version = async (copy: string): Promise<string> => (await run(process.execPath, [join(copy, 'packages/cli/bin/horngate.js'), '--version'])).stdout.trim();
const builds = (copy: string): string[] => readdirSync(join(copy, 'build')).filter((name) => /^[0-9a-f]{20}$/.test(name));

test('the command of a checkout', async (t) => {
  const copy = copyOfCheckout(t);
  const reader = join(copy, 'packages/guests/src/reader/main.ts');

  await t.test('is built once when several start together', async () => {
    const answers = await Promise.all([version(copy), version(copy), version(copy)]);
    assert.deepEqual(new Set(answers), new Set(['0.1.0']));
    assert.equal(builds(copy).length, 1);
  });

  await t.test('leaves neither locks nor halves behind', () => {
    assert.deepEqual(
      readdirSync(join(copy, 'build')).filter((name) => name.startsWith('.')),
      [],
    );
  });

  await t.test('stays as it is when nothing or only a time changed', async () => {
    await sleep(150); // past the file system's tick, so that the look alone is believed
    await version(copy);
    utimesSync(reader, new Date(), new Date());
    assert.equal(await version(copy), '0.1.0');
    assert.equal(builds(copy).length, 1);
  });

  await t.test("sees an edit of a guest's source", async () => {
    appendFileSync(reader, "\nglobalThis.name = 'edited';\n");
    await version(copy);
    assert.equal(builds(copy).length, 2);
    assert.match(readFileSync(join(copy, 'build', newest(copy), 'guests/reader.cjs'), 'utf8'), /edited/);
  });

  await t.test('sees an edit that keeps size and modification time', async () => {
    await sleep(150);
    await version(copy);
    const { atime, mtime } = statSync(reader);
    writeFileSync(reader, readFileSync(reader, 'utf8').replace('edited', 'EDITED'));
    utimesSync(reader, atime, mtime);
    await version(copy);
    assert.match(readFileSync(join(copy, 'build', newest(copy), 'guests/reader.cjs'), 'utf8'), /EDITED/);
  });

  await t.test('does not wait for a lock whose owner is dead', async () => {
    appendFileSync(reader, '\nglobalThis.name = "again";\n');
    const { fingerprint, contentKey } = await import(join(copy, 'tools/build/sources.js'));
    const lock = join(copy, 'build', `.${await contentKey(copy, fingerprint(copy).files)}.lock`);
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), '4194304'); // the kernel's largest pid_max: never given out
    const start = performance.now();
    await version(copy);
    assert.ok(performance.now() - start < 5_000);
  });

  await t.test('says nothing while it builds when nobody watches', async () => {
    appendFileSync(reader, '\nglobalThis.name = "once more";\n');
    const { stderr } = await run(process.execPath, [join(copy, 'packages/cli/bin/horngate.js'), '--version']);
    assert.equal(stderr, '');
  });
});

function newest(copy: string): string {
  const time = (name: string): number => statSync(join(copy, 'build', name)).mtimeMs;
  return builds(copy).sort((a, b) => time(b) - time(a))[0] ?? '';
}

test('the command of a checkout that cannot be built', async (t) => {
  const copy = copyOfCheckout(t);
  const start = (): Promise<unknown> => run(process.execPath, [join(copy, 'packages/cli/bin/horngate.js'), '--version']);

  await t.test('ends as an internal error, not as a finding, and leaves no half build', async () => {
    appendFileSync(join(copy, 'packages/cli/src/main.ts'), '\nlet let = ;\n');
    await assert.rejects(start(), { code: 70, stderr: /^HG_INTERNAL: .*main\.ts/s });
    assert.deepEqual(readdirSync(join(copy, 'build')), []);
  });

  await t.test('names npm ci when nothing is installed', async () => {
    rmSync(join(copy, 'node_modules'), { recursive: true });
    await assert.rejects(start(), { code: 70, stderr: /npm ci/ });
  });
});
