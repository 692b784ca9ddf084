import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSeverity } from '@horngate/core/words';
import { ACCELERATOR } from './accelerator/accelerator.testing.ts';
import { CPU } from './cpu/cpu.testing.ts';
import { AREAS } from './define-line.ts';
import { KERNEL } from './kernel/kernel.testing.ts';
import { ask, type Case } from './line.testing.ts';
import { DOCTOR_LINES } from './lines.ts';
import { MEMORY } from './memory/memory.testing.ts';
import { PLACE } from './place/place.testing.ts';
import { RUNTIME } from './runtime/runtime.testing.ts';

const CASES = { ...ACCELERATOR, ...CPU, ...KERNEL, ...MEMORY, ...PLACE, ...RUNTIME };

test('every line keeps the contract', async (t) => {
  const ids = DOCTOR_LINES.map(({ id }) => id as string);
  await t.test('ids are sorted and unique', () => assert.deepEqual(ids, [...new Set(ids)].sort()));
  await t.test('each has machines of which it tells, and others', () => assert.deepEqual(Object.keys(CASES).sort(), ids));
  for (const { id, severity, about, why, fix, source } of DOCTOR_LINES)
    await t.test(id, () => {
      assert.match(id, new RegExp(`^(${AREAS.join('|')})/[a-z0-9]+(-[a-z0-9]+)*$`));
      assert.ok(isSeverity(severity));
      assert.match(about, /^\S.{7,}[^.]$/);
      assert.match(why, /^[A-Z].{30,}[.]$/);
      assert.ok(fix.length > 15 && source.length > 5);
      assert.doesNotMatch(about + why + fix, /\b(safe|secure|clean|harmless)\b/i);
      assert.ok((CASES[id]?.reports.length ?? 0) > 0 && (CASES[id]?.silent.length ?? 0) > 0);
    });
});

for (const line of DOCTOR_LINES) {
  const told = (given: Case) => ask(line, given);
  test(`${line.id} tells`, async (t) => {
    for (const given of CASES[line.id]?.reports ?? [])
      await t.test(given.name, () => {
        const { findings, unread } = told(given);
        const says = given.says ?? [];
        assert.equal(findings.length, says.length, findings.map(({ message }) => message).join('; '));
        for (const [severity, message] of says)
          assert.ok(
            findings.some((found) => found.check === line.id && found.severity === severity && message.test(found.message)),
            `${severity} ${message}: ${JSON.stringify(findings)}`,
          );
        if (given.untold !== undefined) assert.ok(unread.some(({ path }) => path === given.untold));
      });
  });
  test(`${line.id} stays silent`, async (t) => {
    for (const given of CASES[line.id]?.silent ?? []) await t.test(given.name, () => assert.deepEqual(told(given).findings, []));
  });
}
