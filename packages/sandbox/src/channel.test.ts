import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import { Channel } from './channel.ts';
import { writeJson, writeTensor } from './frames.ts';

const GUEST = fileURLToPath(new URL('./inside/echo.testing.ts', import.meta.url));

const children = new Set<ChildProcess>();
// A test that fails half way must not leave a process which keeps this one alive.
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A real process at the other end, unconfined: these tests are about the frames alone. */
function open(caps = {}, ...args: string[]): { channel: Channel; child: ChildProcess; logs: string[] } {
  const child = spawn(process.execPath, ['--conditions=source', '--import', 'tsx', GUEST, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
  children.add(child);
  if (child.stdin === null || child.stdout === null) throw new Error('no pipes');
  const died = once(child, 'close').then(([code, signal]) => new HorngateError('HG_GUEST_DIED', `exit ${code} ${signal}`));
  const logs: string[] = [];
  const channel = new Channel({ stdin: child.stdin, stdout: child.stdout, died, kill: () => child.kill('SIGKILL') }, caps, (text) => logs.push(text));
  return { channel, child, logs };
}

const TENSORS: readonly Tensor[] = [
  { dtype: 'float32', shape: [2, 3], data: new Float32Array([1.5, -2, Number.NaN, 0, 1e30, 7]) },
  { dtype: 'string', shape: [3], data: ['', 'Grüße 👋', 'a\u0000b'] },
  { dtype: 'int64', shape: [], data: new BigInt64Array([-(2n ** 62n)]) },
  { dtype: 'bool', shape: [0, 4], data: new Uint8Array(0) },
  { dtype: 'bfloat16', shape: [1], data: new Uint16Array([0x3f80]) },
];

test('tensors and JSON come back as they went', async () => {
  const { channel, child } = open();
  const params = { name: 'x', deep: [1, { a: null }], proto: JSON.parse('{"__proto__": 1}') };
  const answer = await channel.call('echo', params, TENSORS);
  assert.deepEqual(answer.result, params);
  assert.deepEqual(answer.tensors, TENSORS);
  assert.equal((await channel.call('echo', 'ü'.repeat(1_000_000))).result, 'ü'.repeat(1_000_000));
  assert.equal((await channel.call('print')).result, 'printed');
  channel.close();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('calls are answered in the order of asking, and an abandoned one does not shift the next', async () => {
  const { channel, child } = open();
  const abort = new AbortController();
  const slow = channel.call('slow', 300, [], { signal: abort.signal });
  const queued = channel.call('echo', 'queued', [], { deadlineMs: 100_000 });
  const gone = channel.call('echo', 'gone', [], { signal: abort.signal });
  await channel.ready;
  setTimeout(() => abort.abort(new Error('left')), 50);
  await assert.rejects(slow, /left/);
  await assert.rejects(gone, /left/);
  assert.equal((await queued).result, 'queued');
  child.kill('SIGKILL');
});

test('errors of a guest keep their code and lose what a terminal would obey', async () => {
  const { channel, child } = open();
  await assert.rejects(channel.call('refuse'), {
    code: 'HG_ARTIFACT_FIELD',
    message: 'Cannot read "\\u{1b}[2Jx"',
    where: { member: 'config.json', offset: 7 },
  });
  await assert.rejects(channel.call('bug'), { code: 'HG_INTERNAL', message: /A guest reports an error of its own: TypeError: undefined is not a function$/ });
  await assert.rejects(channel.call('memory'), { code: 'HG_LIMIT_MEMORY' });
  await assert.rejects(channel.call('toString'), { code: 'HG_GUEST_PROTOCOL' });
  child.kill('SIGKILL');
});

const ENDS: Readonly<Record<string, string>> = {
  magic: 'HG_GUEST_PROTOCOL',
  kind: 'HG_GUEST_PROTOCOL',
  length: 'HG_GUEST_PROTOCOL',
  huge: 'HG_LIMIT_OUTPUT',
  hugeJson: 'HG_LIMIT_OUTPUT',
  id: 'HG_GUEST_PROTOCOL',
  shape: 'HG_GUEST_PROTOCOL',
  nan: 'HG_GUEST_PROTOCOL',
  rank: 'HG_GUEST_PROTOCOL',
  json: 'HG_GUEST_PROTOCOL',
  string: 'HG_GUEST_PROTOCOL',
  bool: 'HG_GUEST_PROTOCOL',
  code: 'HG_GUEST_PROTOCOL',
  credit: 'HG_GUEST_PROTOCOL',
  cancel: 'HG_GUEST_PROTOCOL',
  cancelNone: 'HG_GUEST_PROTOCOL',
  early: 'HG_GUEST_PROTOCOL',
  log: 'HG_LIMIT_OUTPUT',
  tensors: 'HG_LIMIT_OUTPUT',
  flood: 'HG_GUEST_PROTOCOL',
  hang: 'HG_LIMIT_DEADLINE',
  exit: 'HG_GUEST_DIED',
  half: 'HG_GUEST_DIED',
  abort: 'HG_GUEST_DIED',
  close: 'HG_GUEST_DIED',
};

test('a guest that lies, floods, hangs or dies is an error with a code, is killed, and the parent lives', async (t) => {
  for (const [name, code] of Object.entries(ENDS))
    await t.test(name, async () => {
      const { channel, child } = open();
      const exited = once(child, 'exit');
      await channel.ready;
      const later = channel.call('lie', name, [], { deadlineMs: name === 'hang' ? 300 : 20_000 });
      const queued = channel.call('echo');
      queued.catch(() => undefined);
      await assert.rejects(later, { code });
      await assert.rejects(queued, { code });
      await assert.rejects(channel.call('echo'), { code });
      await exited;
    });
});

test('an answer past the budget of its call is refused before it is taken', async () => {
  const { channel } = open();
  const big = [{ dtype: 'uint8', shape: [5000], data: new Uint8Array(5000) } as const];
  assert.equal((await channel.call('echo', 1, big, { maxResultBytes: 5000 })).tensors.length, 1);
  await assert.rejects(channel.call('echo', 1, big, { maxResultBytes: 4999 }), { code: 'HG_LIMIT_OUTPUT' });
});

const begin = (name: string, ms = 0): [string, unknown] => ['begin', { name, ms }];

test('sandbox/cancel: a call that was taken back while it waited is never begun', async () => {
  const { channel, child } = open({ deadlineMs: 5000 });
  await channel.ready;
  const abort = new AbortController();
  const first = channel.call(...begin('first', 300));
  const gone = channel.call(...begin('gone'), [], { signal: abort.signal });
  const stays = channel.call(...begin('stays'));
  const late = channel.call(...begin('late'), [], { deadlineMs: 100 });
  setTimeout(() => abort.abort(new Error('left')), 50);
  await assert.rejects(gone, /left/);
  await assert.rejects(late, { code: 'HG_LIMIT_DEADLINE' });
  assert.deepEqual([(await first).result, (await stays).result], ['first', 'stays']);
  assert.deepEqual((await channel.call('begun')).result, ['first', 'stays']);
  child.kill('SIGKILL');
});

test('a call that nobody waits for any more still has its deadline', async () => {
  const { channel } = open();
  await channel.ready;
  const abort = new AbortController();
  const hung = channel.call('lie', 'hang', [], { signal: abort.signal, deadlineMs: 300 });
  const next = channel.call('echo');
  abort.abort(new Error('left'));
  await assert.rejects(hung, /left/);
  await assert.rejects(next, { code: 'HG_LIMIT_DEADLINE' });
});

const bytes = (count: number): Tensor => ({ dtype: 'uint8', shape: [count], data: new Uint8Array(count) });

test('sandbox/credits: a guest is sent no more than it takes, and ends where it is', async (t) => {
  await t.test('a hundred calls of all sizes, two at a time', async () => {
    const { channel, child } = open({}, '{"calls": 2, "bytes": 3000}');
    const sizes = Array.from({ length: 100 }, (_, index) => (index * 7919) % (index % 10 === 0 ? 300_000 : 2500));
    const answers = await Promise.all(sizes.map((size) => channel.call('echo', size, [bytes(size)])));
    assert.deepEqual(
      answers.map(({ result, tensors }) => [result, tensors[0]?.shape[0]]),
      sizes.map((size) => [size, size]),
    );
    child.kill('SIGKILL');
  });
  for (const [about, calls, size] of [
    ['a call more', 3, 10],
    ['bytes more', 2, 2000],
  ] as const)
    await t.test(`${about} ends it`, async () => {
      const { channel, child } = open({}, '{"calls": 2, "bytes": 3000}');
      await channel.ready;
      const frames = Array.from({ length: calls }, (_, id) => [...writeJson(id, 'call', { method: 'echo' }), ...writeTensor(id, bytes(size))]);
      child.stdin?.write(Buffer.concat(frames.flat()));
      assert.notEqual((await once(child, 'exit'))[0], 0);
    });
});

test('a credit that makes no sense is a breach', async () => {
  for (const credit of [
    '{"calls": 0, "bytes": 1}',
    '{"calls": 1e9, "bytes": 1}',
    '{"calls": 1, "bytes": -1}',
    '[]',
    '{"calls": 1, "bytes": 1, "x": "0123456789"}',
  ])
    await assert.rejects(open({}, credit.replace('0123456789', 'x'.repeat(300))).channel.ready, { code: 'HG_GUEST_PROTOCOL' }, credit);
});

test('more calls than may wait are refused, and those that wait are answered', async () => {
  const { channel, child } = open({ maxWaiting: 3 });
  const waiting = [1, 2, 3].map((name) => channel.call('echo', name));
  await assert.rejects(channel.call('echo', 4), { code: 'HG_QUOTA_REQUESTS' });
  assert.deepEqual(
    (await Promise.all(waiting)).map(({ result }) => result),
    [1, 2, 3],
  );
  child.kill('SIGKILL');
});
