import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../../artifact/source.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { type AllowedGlobal, readPolicy } from '../../words/policy.ts';
import { PURE } from '../scan.testing.ts';
import { scan } from '../scan.ts';
import { policyWith } from './scan-pickles.ts';

/** Protocol 0: a global is called without arguments, as CPython's `pickletools` names the op-codes: GLOBAL, EMPTY_TUPLE, REDUCE, STOP. */
const calling = (module: string, name: string): Uint8Array => encodeUtf8(`c${module}\n${name}\n)R.`);
const ours = { module: 'ours.scaling', name: 'Scaler', may: ['call'], reason: 'our own class, reviewed' };
const allow = (...entries: readonly object[]): readonly AllowedGlobal[] => readPolicy({ version: 1, scan: { allow: entries } }).scan.allow;
const checks = (bytes: Uint8Array, added: readonly AllowedGlobal[]): string[] =>
  scan(bytesSource(bytes), 'm.pkl', { ...PURE, allow: added }, DEFAULT_LIMITS).findings.map(({ check }) => check);

test('a policy adds a name with its operations, and nothing beside it', async (t) => {
  const bytes = calling('ours.scaling', 'Scaler');
  await t.test('unknown without it', () => assert.deepEqual(checks(bytes, []), ['pickle/unlisted-call']));
  await t.test('silent with it', () => assert.deepEqual(checks(bytes, allow(ours)), []));
  await t.test('another operation', () => assert.deepEqual(checks(bytes, allow({ ...ours, may: ['new'] })), ['pickle/unlisted-call']));
  await t.test('another name of the module', () => assert.notDeepEqual(checks(calling('ours.scaling', 'Other'), allow(ours)), []));
});

test('the list of a policy is made once, for all files that are scanned by it', () => {
  assert.equal(policyWith(allow(ours)), policyWith(allow(ours)));
  assert.notEqual(policyWith(allow(ours)), policyWith(allow({ ...ours, may: ['new'] })));
  assert.equal(policyWith([]), policyWith());
});

test('scanner/allowed-dangers: no policy lists what is known to run code', () => {
  for (const [module, name] of [
    ['builtins', 'eval'],
    ['os', 'system'],
    ['posix', 'system'],
    ['subprocess', 'Popen'],
  ] as const)
    assert.ok(checks(calling(module, name), allow({ ...ours, module, name })).length > 0, `${module}.${name}`);
});

test('an addition without a module, a plain name, an operation or a reason is none', () => {
  for (const [field, value] of [
    ['module', 'a b'],
    ['name', 'a.b'],
    ['name', ''],
    ['may', []],
    ['may', ['run']],
    ['reason', 'ok'],
    ['more', 1],
  ] as const)
    assert.throws(() => allow({ ...ours, [field]: value }), { code: 'HG_USAGE_POLICY' }, `${field} ${String(value)}`);
});
