import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ALLOW_LIST, type Entry } from './allow-list.ts';
import { call, name, ops, p4, text, told } from './pickle.testing.ts';
import { canonical, dangerOf, PicklePolicy } from './policy.ts';

const CLASS = name('collections', 'OrderedDict');

/** Arguments that each constraint lets pass. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  '': [],
  latin1: [text('a'), text('latin1')],
  plain: ['K\x01'],
  bytes: ['C\x01a'],
  'class-first': [CLASS],
  'class-base-state': [CLASS, name('builtins', 'object'), 'N'],
  'calls-first': [name('torch._utils', '_rebuild_tensor_v2'), 'N', ')'],
};

/** The list without one name. */
class Without extends PicklePolicy {
  readonly #out: string;
  constructor(module: string, qualname: string) {
    super([]);
    this.#out = `${module} ${qualname}`;
  }
  override find(module: string, qualname: string): ReturnType<PicklePolicy['find']> {
    return `${module} ${qualname}` === this.#out ? undefined : WHOLE.find(module, qualname);
  }
}
const WHOLE = new PicklePolicy();

/** A pickle that does with a name what an entry lets it do: the least that the entry is for. */
function uses({ module, may, only, profile }: Entry, qualname: string): Uint8Array {
  if (may.includes('storage')) return ops('\x80\x02(', text('storage'), name(module, qualname), text('0'), text('cpu'), 'K\x01tQ.');
  if (may.includes('call')) return p4(call(module, qualname, ...(ARGUMENTS[only ?? ''] as readonly string[])));
  if (may.includes('new')) return p4(name(module, qualname), ')\x81', may.includes('state') && profile !== 'joblib' ? '}b' : '');
  return p4(name(module, qualname));
}

test('pickle/allow-list: each entry is needed by what it is for', async (t) => {
  for (const entry of ALLOW_LIST)
    await t.test(`${entry.module} ${entry.names.slice(0, 60)}`, () => {
      for (const qualname of entry.names.split(' ')) {
        const bytes = uses(entry, qualname);
        const context = entry.profile === 'torch' ? ({ context: 'torch' } as const) : {};
        assert.deepEqual(told(bytes, context), [], `${entry.module}.${qualname} with the list`);
        const without = new Without(entry.module, qualname);
        assert.notDeepEqual(told(bytes, { ...context, policy: without }), [], `${entry.module}.${qualname} without it`);
      }
    });
});

test('pickle/allow-list: a hostile artifact would pass if the list had what it calls', () => {
  const hostile = readFileSync(resolve(import.meta.dirname, '../../../../../conformance/scanner/pickle/builtins-eval.pkl'));
  assert.deepEqual(told(hostile), ['pickle/unlisted-call critical']);
  const wider = new PicklePolicy([...ALLOW_LIST, { profile: 'core', module: 'builtins', names: 'eval', may: 'call', why: 'never' }]);
  assert.deepEqual(told(hostile, { policy: wider }), []);
});

test('the list has each name once, exact, with a reason', () => {
  const seen = new Set<string>();
  for (const { module, names, why } of ALLOW_LIST) {
    assert.match(why, /^[A-Z].*[.]$/);
    for (const qualname of names.split(' ')) {
      assert.match(`${module}.${qualname}`, /^[\w.]+$/);
      assert.ok(!qualname.includes('.'), `${qualname} has no dot`);
      assert.ok(!seen.has(`${module} ${qualname}`), `${module} ${qualname} is there once`);
      assert.deepEqual(canonical(module, qualname), [module, qualname], `${module} ${qualname} is what Python 3 and NumPy 2 call it`);
      seen.add(`${module} ${qualname}`);
    }
  }
});

test('nothing that may be called is known to be dangerous', () => {
  for (const { module, names, may } of ALLOW_LIST)
    for (const qualname of names.split(' ')) if (may !== 'refer') assert.equal(dangerOf(module, qualname), undefined, `${module}.${qualname}`);
});

test('older spellings are the same names', async (t) => {
  const rows = [
    ['__builtin__ eval', 'builtins eval'],
    ['__builtin__ xrange', 'builtins range'],
    ['copy_reg _reconstructor', 'copyreg _reconstructor'],
    ['cPickle loads', 'pickle loads'],
    ['numpy.core.multiarray _reconstruct', 'numpy._core.multiarray _reconstruct'],
    ['numpy.corex a', 'numpy.corex a'],
  ] as const;
  for (const [old, now] of rows) await t.test(old, () => assert.deepEqual(canonical(...(old.split(' ') as [string, string])), now.split(' ')));
});

test('what a name does is known where attributes lead to it, too', async (t) => {
  for (const [module, qualname] of [
    ['os', 'system'],
    ['torch.serialization', 'os.system'],
    ['numpy', 'f2py.crackfortran.myeval'],
    ['collections', '_sys.modules'],
    ['collections', 'namedtuple.__globals__'],
    ['idlelib.pyshell', 'X'],
  ] as const)
    await t.test(`${module} ${qualname}`, () => assert.notEqual(dangerOf(module, qualname), undefined));
  for (const [module, qualname] of [
    ['somebody.code', 'Model'],
    ['somebody', 'Model'],
    ['numpy', 'ndarray'],
    ['sklearn.svm._classes', 'SVC'],
  ] as const)
    await t.test(`not ${module} ${qualname}`, () => assert.equal(dangerOf(module, qualname), undefined));
});
