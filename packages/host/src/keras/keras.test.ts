import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { judge } from '@horngate/core/judge';
import type { Tensor } from '@horngate/core/tensor';
import type { HorngateError, Verdict } from '@horngate/core/words';
import { hostile, options as plainOptions } from '../flow.testing.ts';
import { findKeras, launch, open, prepare, tryKeras, WaitingKeras } from '../index.ts';
import { readSignature } from '../reported.ts';
import { startContained } from './contained.ts';
import { atLeastL2, startKeras, waitingKey } from './guest.ts';
import { CONTAIN, noKeras, prepareGround, recorded, tenantNamed } from './keras.testing.ts';

const SKIP = { skip: noKeras };
const X = { x: { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) } } as const;

const first = (tensor: Tensor | undefined): number => Number(tensor?.data[0]);

/** Starts a contained model of `models.testing.py`, and feeds it. */
async function fed(name: string, deadlineMs = 60_000): Promise<unknown> {
  const { options, models } = await prepareGround();
  const policy = { ...CONTAIN, limits: { ...CONTAIN.limits, runnerMemoryBytes: 2 ** 30 } };
  const { session } = await launch(join(models, `${name}.keras`), { ...options, policy });
  try {
    return await session.predict(X, { deadlineMs });
  } finally {
    session.dispose();
  }
}

test('without the policy, a model with code is refused; without an environment, it cannot be run', async (t) => {
  const none = await plainOptions(t);
  await assert.rejects(launch(hostile('lambda'), none), { code: 'HG_REFUSED_FINDINGS' });
  await assert.rejects(launch(hostile('lambda'), { ...none, policy: CONTAIN }), {
    code: 'HG_UNAVAILABLE_KERAS_GUEST',
    message: /horngate guest keras install/,
  });
  assert.deepEqual(readdirSync(join(none.home, 'tenants', 'local', 'artifacts')), [], 'the stranger’s file is not kept');
});

test('host/keras-signature: what a guest says of its model is believed in form only', () => {
  const spec = { name: 'x', dtype: 'float32', shape: ['batch', 3] };
  assert.deepEqual(readSignature({ inputs: [spec], outputs: [{ ...spec, name: 'y' }] }).inputs, [spec]);
  const lies: unknown[] = [null, [], {}, { inputs: [spec] }, { inputs: {}, outputs: [] }, { inputs: [spec, spec], outputs: [] }];
  const fields = [
    { name: 7 },
    { name: 'x'.repeat(5000) },
    { dtype: 'object' },
    { shape: [-1] },
    { shape: [0.5] },
    { shape: Array(9).fill(1) },
    { shape: 'batch' },
    { shape: [null] },
  ];
  for (const lie of [...lies, ...fields.map((field) => ({ inputs: [{ ...spec, ...field }], outputs: [] }))])
    assert.throws(() => readSignature(lie), { code: 'HG_GUEST_PROTOCOL' }, JSON.stringify(lie).slice(0, 100));
});

test('host/keras-level: the Keras guest starts at L2 or not at all', () => {
  assert.deepEqual((['L0', 'L1', 'L2', 'L3'] as const).map(atLeastL2), ['L2', 'L2', 'L2', 'L3']);
});

test('host/keras-waiting: a guest waits for one tenant, under one policy', async (t) => {
  const host = await plainOptions(t, { policy: CONTAIN });
  const keys = [
    host,
    tenantNamed(host, 'other'),
    { ...host, threads: 7 },
    { ...host, policy: { ...CONTAIN, limits: { ...CONTAIN.limits, runnerMemoryBytes: 1 } } },
  ].map(waitingKey);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(waitingKey({ ...host }), keys[0]);
});

test('host/keras-verdict: only a verdict that a judge of this process made contains a model', async (t) => {
  const host = await plainOptions(t, { policy: CONTAIN });
  const artifact = open(hostile('lambda'), host);
  t.after(() => artifact.close());
  const forged = { outcome: 'contain', subject: artifact.digest, reasons: [] } as unknown as Verdict;
  await assert.rejects(startContained(artifact, forged), { code: 'HG_INTERNAL' });
  const report = { path: 'x', subject: artifact.digest, format: 'keras-v3', findings: [], unread: [] };
  const admitted = judge(report, CONTAIN);
  assert.equal(admitted.outcome, 'admit');
  await assert.rejects(startContained(artifact, admitted), { code: 'HG_INTERNAL' }, 'what is admitted is compiled');
});

test('models that only real Keras can run give the numbers of Keras outside', SKIP, async (t) => {
  const { options, models } = await prepareGround();
  for (const name of ['honest', 'picture', 'sentence', 'several', 'half'])
    await t.test(name, async () => {
      const { session, verdict, report } = await launch(join(models, `${name}.keras`), options);
      try {
        assert.equal(verdict.outcome, 'contain');
        assert.ok(report.findings.some(({ check }) => check === 'keras/lambda-bytecode'));
        const { inputs, outputs: wanted } = recorded(models, name);
        const { outputs } = await session.predict(inputs);
        assert.deepEqual(Object.keys(outputs).sort(), Object.keys(wanted).sort());
        for (const [key, { shape, data }] of Object.entries(wanted)) {
          assert.deepEqual(outputs[key]?.shape, shape);
          const found = outputs[key]?.data as Float32Array;
          (data as Float32Array).forEach((value, index) => {
            assert.ok(Math.abs(value - (found[index] as number)) <= 1e-6 * Math.max(1, Math.abs(value)), `${key}[${index}]: ${value} against ${found[index]}`);
          });
        }
      } finally {
        session.dispose();
      }
    });
});

test('sandbox/keras-guest: what a Lambda tries, it gets outside and not inside', SKIP, async () => {
  const { options, models } = await prepareGround();
  const { inputs, outputs: outside } = recorded(models, 'battery');
  const { session } = await launch(join(models, 'battery.keras'), options);
  try {
    const { level, locked, profile, uid, seccomp, capabilities } = session.posture;
    assert.deepEqual(
      { level, locked, profile, filters: seccomp.filters, capabilities },
      { level: 'L2', locked: true, profile: 'keras', filters: 2, capabilities: '0' },
    );
    assert.notEqual(uid, 0);
    const { outputs } = await session.predict(inputs);
    assert.ok(Object.keys(outside).length >= 16);
    for (const [attempt, { data }] of Object.entries(outside)) {
      assert.equal(data[0], 0, `${attempt}: the control, Keras outside, must succeed`);
      const number = first(outputs[attempt]);
      assert.ok(number === 1 || number === 13 || (attempt === 'loads_library' && number === -1), `${attempt}: ${number}`);
    }
    assert.ok(!existsSync('/tmp/horngate-left-behind'));
  } finally {
    session.dispose();
  }
});

const ENDS: Readonly<Record<string, Partial<HorngateError>>> = {
  reads_file: { code: 'HG_ARTIFACT_CODE', message: /Operation not permitted: '\/etc\/passwd'/ as unknown as string },
  reads_while_loading: { code: 'HG_ARTIFACT_CODE', message: /Operation not permitted: '\/etc\/passwd'/ as unknown as string },
  imports_late: { code: 'HG_ARTIFACT_CODE' },
  executes: { code: 'HG_GUEST_DIED', message: /only the system calls of its profile/ as unknown as string },
  traces: { code: 'HG_GUEST_DIED', message: /only the system calls of its profile/ as unknown as string },
  exits: { code: 'HG_GUEST_DIED' },
  takes_memory: { code: 'HG_LIMIT_MEMORY' },
  lies: { code: 'HG_GUEST_PROTOCOL' },
  raises_exit: { code: 'HG_ARTIFACT_GRAPH' },
};

test('a hostile Lambda ends with a named error, and the host goes on', SKIP, async (t) => {
  for (const [name, error] of Object.entries(ENDS)) await t.test(name, () => assert.rejects(fed(name), error));
  await t.test('spins', () => assert.rejects(fed('spins', 3000), { code: 'HG_LIMIT_DEADLINE' }));
});

test('host/keras-one-tenant: a guest lives for one model, and what one leaves behind another never meets', SKIP, async (t) => {
  const { options, models } = await prepareGround();
  const waiting = new WaitingKeras();
  t.after(() => waiting.dispose());
  const path = join(models, 'keeps_state.keras');
  const value = async (name: string, calls: number): Promise<number[]> => {
    const { session } = await launch(path, { ...tenantNamed(options, name), waiting });
    try {
      const found: number[] = [];
      for (let call = 0; call < calls; call++) found.push(first((await session.predict(X)).outputs['code']));
      return found;
    } finally {
      session.dispose();
    }
  };
  assert.deepEqual(await value('a', 1), [0]);
  assert.deepEqual(await value('a', 1), [0], 'another session of the same tenant');
  assert.deepEqual(await value('b', 1), [0], 'another tenant');
});

test('a guest takes one model, and no second one', SKIP, async () => {
  const { options } = await prepareGround();
  const guest = await startKeras(options, 0);
  try {
    await assert.rejects(guest.channel.call('predict', {}), { code: 'HG_USAGE_ARGUMENT' });
    await assert.rejects(guest.channel.call('load', { safeMode: true }), { code: 'HG_ARTIFACT_FIELD' });
    await assert.rejects(guest.channel.call('load', { safeMode: true }), { code: 'HG_USAGE_ARGUMENT', message: /lives for one/ });
    await assert.rejects(guest.channel.call('import', {}), { code: 'HG_USAGE_ARGUMENT' });
  } finally {
    guest.kill();
  }
});

test('a waiting guest is its tenant’s, handed out once, and dead with its host', SKIP, async () => {
  const { options } = await prepareGround();
  const waiting = new WaitingKeras();
  const [a, b] = [tenantNamed(options, 'a'), tenantNamed(options, 'b')];
  waiting.warm(a);
  waiting.warm(a);
  assert.equal(waiting.take(b), undefined);
  const guest = await waiting.take(a);
  assert.equal(waiting.take(a), undefined);
  assert.equal((await guest?.confirmLock())?.locked, true);
  guest?.kill();
  waiting.warm(b);
  const other = await waiting.take(b);
  other?.kill();
  assert.equal((await other?.exited)?.code, 'HG_GUEST_DIED');
  waiting.dispose();
});

test('a trial start says which environment there is, and what confines it', SKIP, async () => {
  const { options, models } = await prepareGround();
  const { environment, posture } = await tryKeras(options);
  assert.match(environment.versions.keras, /^3\.(1[5-9]|[2-9]\d)\./);
  assert.equal(posture.level, 'L2');
  assert.ok(environment.readable.every((path) => statSync(path).isFile() || statSync(path).isDirectory()));
  assert.equal(findKeras(options.home).folder, environment.folder);
  await assert.rejects(prepare(join(models, 'honest.keras'), options), { code: 'HG_UNAVAILABLE_KERAS_GUEST' }, 'there is no Program of such a model');
});
