import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { bytesSource } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { call, messages, name, ops, p4, seen, text, told } from './pickle.testing.ts';
import { isPickle } from './probe.ts';
import { scanPickles } from './scan-pickles.ts';

const PAYLOAD = call('posix', 'system', text('true'));
const CALL = 'pickle/unlisted-call critical';

test('pickle/default-deny: a name that is not in the list is a finding, and so is every way to reach one', async (t) => {
  const rows: Readonly<Record<string, readonly [bytes: Uint8Array, ...ids: readonly string[]]>> = {
    'a class that nobody knows': [p4(name('somebody', 'Model'), ')\x81'), 'pickle/unlisted-call medium'],
    'a function that runs programs': [p4(PAYLOAD), CALL],
    'a name that is not called': [p4(name('somebody', 'helper')), 'pickle/unlisted-global medium'],
    'a dangerous name that is not called': [p4(name('os', 'system')), 'pickle/unlisted-global critical'],
    'a listed name with a dot behind it': [p4(name('collections', 'OrderedDict.fromkeys')), 'pickle/attribute-traversal high'],
    'what a listed name must not do': [p4(call('numpy', 'mean', 'K\x01')), 'pickle/unlisted-call medium'],
  };
  for (const [title, [bytes, ...ids]] of Object.entries(rows)) await t.test(title, () => assert.deepEqual(told(bytes), ids));
});

test('pickle/constraints: a listed call with other arguments than the list says is a finding', async (t) => {
  const opener = name('subprocess', 'Popen');
  const rows: Readonly<Record<string, Uint8Array>> = {
    'another codec': p4(call('_codecs', 'encode', text('x'), text('rot13'))),
    'no codec': p4(call('_codecs', 'encode', text('x'))),
    'a size': p4(call('builtins', 'bytearray', 'J\xff\xff\xff\x7f')),
    'a class that is not listed': p4(call('copyreg', '_reconstructor', opener, name('builtins', 'object'), 'N')),
    'a class that is not listed, for NumPy': p4(call('numpy._core.multiarray', '_reconstruct', opener, ')', 'C\x01b')),
    'a function that is not listed': p4(call('torch._tensor', '_rebuild_from_type_v2', name('posix', 'system'), name('torch', 'Tensor'), ')', '}')),
    'arguments that are no tuple': p4(name('_codecs', 'encode'), ']R'),
  };
  for (const [title, bytes] of Object.entries(rows))
    await t.test(title, () => assert.ok(told(bytes).includes('pickle/unlisted-call medium'), told(bytes).join()));
});

test('pickle/state: a state sets no name of the interpreter, however it is written', async (t) => {
  const object = `${name('collections', 'OrderedDict')})\x81`;
  const rows: Readonly<Record<string, readonly [ops: string, id: string]>> = {
    'as a literal': [`${object}}${text('__setstate__')}Nsb`, 'pickle/attribute-traversal high'],
    'from the memo': [`${text('__setstate__')}\x940${object}}h\0Nsb`, 'pickle/attribute-traversal high'],
    'with escapes': [`${object}}V\\u005f_setstate__\nNsb`, 'pickle/attribute-traversal high'],
    'as a computed text': [`${object}}${call('builtins', 'str', text('__setstate__'))}Nsb`, 'pickle/attribute-traversal high'],
    'among slots': [`${object}N}${text('__setstate__')}Ns\x86b`, 'pickle/attribute-traversal high'],
    'in a dictionary that is an object': [`${object}${name('collections', 'OrderedDict')})R${text('__setstate__')}Nsb`, 'pickle/unlisted-operation medium'],
  };
  for (const [title, [given, id]] of Object.entries(rows)) await t.test(title, () => assert.deepEqual(told(p4(given)), [id]));
  await t.test('a plain name is no finding', () => assert.deepEqual(told(p4(`${object}}${text('setstate')}Nsb`)), []));
});

test('pickle/changed-global: nothing may change what was imported', async (t) => {
  for (const [title, change] of Object.entries({
    BUILD: '}b',
    SETITEM: 'K\x01K\x02s',
    SETITEMS: '(K\x01K\x02u',
    APPEND: 'K\x01a',
    APPENDS: '(K\x01e',
    ADDITEMS: '(K\x01\x90',
  }))
    await t.test(title, () => assert.deepEqual(told(p4(name('collections', 'OrderedDict'), change)), ['pickle/changed-global high']));
  await t.test('an object of a listed class may get its state', () => assert.deepEqual(told(p4(name('uuid', 'UUID'), ')\x81}', text('int'), 'K\x07sb')), []));
});

test('pickle/stack: operands come from the stack and the memo, not from the op-codes before', async (t) => {
  await t.test('memo', () =>
    assert.deepEqual(told(p4(text('posix'), '\x94', text('a'), '0', text('system'), '\x94', text('b'), '0h\x00h\x01\x93(', text('x'), 'tR')), [CALL]),
  );
  const target = `${text('posix')}q\x010${text('system')}r\x00\x00\x10\x000`;
  await t.test('a memo that begins at one, and has an entry far away', () =>
    assert.deepEqual(told(p4(target, 'h\x01j\x00\x00\x10\x00\x93(', text('x'), 'tR')), [CALL]),
  );
  await t.test('MEMOIZE counts the entries that are set', () =>
    assert.deepEqual(told(p4(target, text('collections'), '\x940', text('x'), '0h\x01j\x00\x00\x10\x00\x93(', text('x'), 'tR')), [CALL]),
  );
  await t.test('computed', () => assert.ok(told(p4(text('posix'), call('builtins', 'str', text('system')), '\x93')).includes('pickle/computed-name high')));
  await t.test('an unknown extension', () => assert.deepEqual(told(p4('\x82\x07')), ['pickle/extension-code high']));
});

test('pickle/resume: what cannot be followed hides nothing', async (t) => {
  const rows: Readonly<Record<string, Uint8Array>> = {
    'before it': ops('\x80\x04', PAYLOAD, '\xff'),
    'behind a broken start': ops('\x80\x04]\xff', p4(PAYLOAD)),
    'behind zeros': ops(p4('N'), '\0'.repeat(70), p4(PAYLOAD)),
    'behind bytes of nobody': ops(p4('N'), '\xfe'.repeat(70_000), p4(PAYLOAD)),
    'in protocol 0 behind bytes of nobody': ops(p4('N'), '\xfe\xff', "cposix\nsystem\n(S'x'\ntR."),
    'in bytes': p4(`B${String.fromCharCode(p4(PAYLOAD).length)}\0\0\0`, Buffer.from(p4(PAYLOAD)).toString('latin1')),
  };
  for (const [title, bytes] of Object.entries(rows)) await t.test(title, () => assert.ok(told(bytes).includes(CALL), told(bytes).join()));
});

test('a finding shows the call as Python would write it', async (t) => {
  const rows: Readonly<Record<string, readonly [bytes: Uint8Array, message: string]>> = {
    arguments: [p4(call('posix', 'system', text("a'b\n\x1b"))), "Calls posix.system('a\\'b\\n\\x1b'): it runs a program"],
    nested: [
      p4(call('somebody', 'f', call('builtins', 'set', ']'), '}', text('k'), 'K\x05s', 'N\x88')),
      "Calls somebody.f(builtins.set([]), {'k': 5}, None, True), which nobody reviewed",
    ],
    'the class of an object': [p4(name('somebody', 'C'), 'K\x01\x85\x81'), 'Calls somebody.C(1), which nobody reviewed'],
    'Python 2': [ops('c__builtin__\neval\n(S"1"\ntR.'), "Calls builtins.eval('1'): it runs Python code"],
  };
  for (const [title, [bytes, message]] of Object.entries(rows)) await t.test(title, () => assert.equal(messages(bytes)[0], message));
  await t.test('bounded, whatever the arguments', () => {
    const long = p4(call('somebody', 'f', ...Array.from({ length: 99 }, () => text('x'.repeat(200)))));
    assert.ok((messages(long)[0] as string).length < 400);
  });
  await t.test('bounded, when a value holds itself again and again', () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `q${String.fromCharCode(n)}h${String.fromCharCode(n)}\x86`).join('');
    assert.ok((messages(ops(`\x80\x02${name('somebody', 'f')}N${doubling}\x85R.`))[0] as string).length < 400);
  });
});

test('text is not taken for a pickle', async (t) => {
  const texts = [
    '',
    '.',
    ').',
    'N. Korea',
    'cat\ndog\nNone\n',
    'I am a text.\n',
    '(see above)',
    'c\nd\ne\nf.',
    'import os\nos.system("x")\n',
    ']]]]]]',
    'K1.',
    'S',
    'a,b,c\n1,2,3\n',
    'Vocabulary\nwords\n.',
  ];
  for (const one of texts) await t.test(JSON.stringify(one), () => assert.equal(isPickle(bytesSource(ops(one))), false));
  for (const one of ['I1\n.', "cos\nsystem\n(S'x'\ntR.", '(lp0\nI1\na.', "cos\nsystem\n(S'x'\ntR", `${name('os', 'system')}N\x85R.`])
    await t.test(`but ${JSON.stringify(one)} is one`, () => assert.equal(isPickle(bytesSource(ops(one))), true));
});

const CORPUS = resolve(import.meta.dirname, '../../../../../conformance/scanner/pickle');

/** A generator of numbers that always gives the same (Numerical Recipes, 7.1). */
const numbers = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

test('no pickle throws, hangs or takes memory, however it is broken', () => {
  const whole = readdirSync(CORPUS)
    .filter((file) => file !== 'manifest.json')
    .map((file) => readFileSync(resolve(CORPUS, file)))
    .filter(({ length }) => length < 2000);
  const next = numbers(3);
  for (let round = 0; round < 2000; round++) {
    const bytes = Uint8Array.from(whole[Math.floor(next() * whole.length)] as Uint8Array);
    for (let n = 0; n < 4; n++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    for (const { error } of seen(bytes.subarray(0, 1 + Math.floor(next() * bytes.length))).troubles) assert.match(error.code, /^HG_(ARTIFACT|LIMIT)_/);
  }
});

test('a read that fails is no bug of ours, whichever it is', () => {
  const bytes = p4(PAYLOAD, call('collections', 'OrderedDict'));
  const failing = (nth: number): ByteSource => {
    const whole = bytesSource(bytes);
    let reads = 0;
    return {
      size: whole.size,
      read(at, length) {
        if (++reads === nth) throw new HorngateError('HG_ARTIFACT_TRUNCATED', 'Cannot read');
        return whole.read(at, length);
      },
    };
  };
  for (let nth = 1; nth < 12; nth++)
    try {
      scanPickles(failing(nth));
    } catch (error) {
      assert.ok(error instanceof HorngateError && error.code === 'HG_ARTIFACT_TRUNCATED');
    }
});

test('pickle/budgets: a pickle ends before memory does, and before time does', async (t) => {
  const rows: Readonly<Record<string, readonly [bytes: Uint8Array, code?: string]>> = {
    marks: [ops('\x80\x04', '('.repeat(2_000_000), '.'), 'HG_LIMIT_ENTRIES'],
    'values that are no literals': [ops('\x80\x04', ']'.repeat(1_000_000), '.'), 'HG_LIMIT_ENTRIES'],
    'a memo with entries far apart': [
      ops('\x80\x04N', Buffer.concat(Array.from({ length: 300_000 }, (_, n) => Uint8Array.of(0x72, 0, n & 255, (n >> 8) & 255, n >> 16))), '.'),
      'HG_LIMIT_ENTRIES',
    ],
    'tuples in tuples, which are values and no recursion': [ops('\x80\x04N', '\x85'.repeat(1_000_000), '.')],
    'calls of calls': [ops('\x80\x04', name('collections', 'deque'), ')R2R'.repeat(20_000), '.')],
    'tuples of tuples, which keep one another': [ops('\x80\x04(', `(${'N\x85'.repeat(16)}t`.repeat(50_000), 't.'), 'HG_LIMIT_ENTRIES'],
    'the same, given up': [ops('\x80\x04', `(${'N\x85'.repeat(16)}t0`.repeat(50_000), 'N.')],
    'a value that is there a thousand times': [ops('\x80\x04(', `(${'N\x85'.repeat(16)}t`, '2'.repeat(400_000), 't0', '(]t0'.repeat(400_000), 'N.')],
    'starts that are none': [ops(p4('N'), '\xff', 'cos\nsystem\n('.repeat(50_000)), 'HG_LIMIT_ENTRIES'],
  };
  for (const [title, [bytes, code]] of Object.entries(rows))
    await t.test(title, { timeout: 20_000 }, () => assert.equal(seen(bytes).troubles.find((one) => one.error.code.startsWith('HG_LIMIT'))?.error.code, code));
});
