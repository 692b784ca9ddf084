import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SEVERITIES } from '@horngate/core/words';
import { capability, runDir } from '../guest.testing.ts';
import { defineLine } from './define-line.ts';
import { examine } from './examine.ts';
import { examineHost } from './examine-host.ts';
import { Host } from './host.ts';
import { PLAIN } from './line.testing.ts';

function folder(t: { after(work: () => void): void }): string {
  const root = mkdtempSync(join(tmpdir(), 'horngate-doctor-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

test('this host is examined, worst first, and the same host has the same subject', async () => {
  const { level, report, coreScheduling, capability: found } = await examineHost(runDir, runDir);
  assert.equal((await examineHost(runDir, runDir)).report.subject, report.subject);
  assert.deepEqual([level, found?.landlockAbi], [capability.level, capability.landlockAbi]);
  assert.notEqual(coreScheduling, 'not tried');
  const ranks = report.findings.map(({ severity }) => SEVERITIES.indexOf(severity));
  assert.deepEqual(
    ranks,
    [...ranks].sort((a, b) => b - a),
  );
  assert.match(report.subject, /^sha256:[0-9a-f]{64}$/);
  for (const { why, fix, source } of report.findings) assert.ok(why.length > 0 && fix.length > 0 && source.length > 0);
});

test('what cannot be read is told, and never taken for good', (t) => {
  const root = folder(t);
  mkdirSync(join(root, 'proc'));
  symlinkSync('loop', join(root, 'proc/loop'));
  const line = defineLine({
    id: 'kernel/x',
    severity: 'low',
    about: '',
    why: '',
    fix: '',
    source: '',
    *read(host) {
      if (host.text('/proc/loop') === '1') yield { message: 'never' };
    },
  });
  assert.deepEqual(examine(PLAIN, root, [line]).unread, [{ path: '/proc/loop', why: 'the system answers ELOOP' }]);
});

test('files are read whole up to a bound, folders and pipes are no files, and nothing waits', (t) => {
  const root = folder(t);
  writeFileSync(join(root, 'long'), 'x'.repeat(2 ** 21));
  writeFileSync(join(root, 'short'), ' a\n');
  chmodSync(join(root, 'short'), 0o640);
  mkdirSync(join(root, 'folder'));
  const host = new Host(PLAIN, root);
  assert.equal(host.text('/long')?.length, 2 ** 20);
  assert.deepEqual([host.text('/short'), host.mode('/short'), host.text('/folder'), host.text('/none')], ['a', 0o640, undefined, undefined]);
  assert.deepEqual(host.names('/'), ['folder', 'long', 'short']);
  assert.deepEqual([host.names('/none'), host.has('/none'), host.unread], [[], false, []]);
});
