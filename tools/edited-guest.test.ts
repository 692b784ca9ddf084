import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOfCheckout, ROOT } from './checkout.testing.ts';

test('a scan sees what was edited in the source of a guest', async (t) => {
  const copy = copyOfCheckout(t);
  const reader = join(copy, 'packages/guests/src/reader/main.ts');
  const scan = () => {
    const args = [join(copy, 'packages/cli/bin/horngate.js'), 'scan', join(ROOT, 'examples/digits/digits.keras'), '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.ok(stdout.startsWith('{'), stderr);
    const checks = (JSON.parse(stdout).reports as { findings: { check: string }[] }[]).flatMap(({ findings }) => findings.map(({ check }) => check));
    return { status, died: checks.includes('scan/guest-died') };
  };

  await t.test('as it is, the guest answers', () => assert.deepEqual(scan(), { status: 0, died: false }));
  await t.test('edited so that it ends at once, it is missed', () => {
    writeFileSync(reader, `process.exit(77);\n${readFileSync(reader, 'utf8')}`);
    assert.deepEqual(scan(), { status: 1, died: true });
  });
});
