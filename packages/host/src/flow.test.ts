import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { judge } from '@horngate/core/judge';
import { DEFAULT_POLICY, type Digest, type Policy } from '@horngate/core/words';
import { build } from 'esbuild';
import { DIGITS, hostile, IMAGE, openFolder, options } from './flow.testing.ts';
import { decode, open, prepare, scan, scanFiles, start } from './index.ts';

test('a model of real Keras goes all the way, twice: the second start finds it sealed', async (t) => {
  const steps: string[] = [];
  const host = await options(t, { onStep: (step) => steps.push(step) });
  const first = await prepare(DIGITS, host);
  assert.deepEqual([first.warm, first.verdict.outcome, first.report.findings, first.report.unread], [false, 'admit', [], []]);
  const session = await start(first.sealed, host);
  const image = await decode(IMAGE, host);
  const { outputs } = await session.predict(image);
  const scores = Array.from(outputs['dense']?.data as Float32Array);
  assert.equal(scores.indexOf(Math.max(...scores)), 7);
  assert.deepEqual([session.posture.locked, session.posture.writeXorExecute, session.posture.profile], [true, true, 'runner']);
  await session[Symbol.asyncDispose]();

  const second = await prepare(DIGITS, host);
  assert.equal(second.warm, true);
  assert.equal(second.sealed.golden?.outputs.length, 1);
  const again = await start(second.sealed, host);
  assert.deepEqual((await again.predict(image)).outputs, outputs);
  await assert.rejects(again.predict(image, { state: { h: image['arr_0'] as never } }), { code: 'HG_INPUT_NAME' });
  again.dispose();
  assert.deepEqual(steps.slice(0, 4), ['hash', 'scan', 'compile', 'check']);
});

test('nothing is left behind but what is sealed and staged', async (t) => {
  const host = await options(t);
  const { sealed } = await prepare(DIGITS, host);
  const tenant = join(host.home, 'tenants', 'local');
  assert.deepEqual(readdirSync(join(tenant, 'artifacts')), []);
  assert.deepEqual(readdirSync(join(tenant, 'programs')), [sealed.key]);
  assert.deepEqual(readdirSync(join(host.home, 'run')), []);
  for (const name of readdirSync(sealed.folder)) {
    const { mode, uid } = statSync(join(sealed.folder, name));
    assert.deepEqual([name, mode & 0o777, uid], [name, 0o444, process.getuid?.()]);
  }
});

test('hosts that take the same model at the same time do not disturb each other', async (t) => {
  const host = await options(t);
  const all = await Promise.all(Array.from({ length: 4 }, () => prepare(DIGITS, host)));
  assert.equal(new Set(all.map(({ sealed }) => sealed.folder)).size, 1);
  const sessions = await Promise.all(all.map(({ sealed }) => start(sealed, host)));
  const image = await decode(IMAGE, host);
  const answers = await Promise.all(sessions.map((session) => session.predict(image)));
  for (const { outputs } of answers) assert.deepEqual(outputs, answers[0]?.outputs);
  for (const session of sessions) session.dispose();
  assert.deepEqual(readdirSync(join(host.home, 'tenants', 'local', 'artifacts')), []);
});

test('batches give what one call gives', async (t) => {
  const host = await options(t);
  const session = await start((await prepare(DIGITS, host)).sealed, host);
  t.after(() => session.dispose());
  const data = Float32Array.from({ length: 70 * 64 }, (_, index) => (index * 7919) % 17);
  const image = { dtype: 'float32', shape: [70, 8, 8, 1], data } as const;
  const done: number[] = [];
  const { outputs: cut } = await session.predict([image], { onBatch: (rows) => done.push(rows) });
  const { outputs: whole } = await session.predict([image], { batchSize: 100 });
  assert.deepEqual(done, [32, 64, 70]);
  assert.deepEqual(cut['dense']?.shape, [70, 10]);
  const [a, b] = [cut['dense']?.data as Float32Array, whole['dense']?.data as Float32Array];
  assert.ok(a.every((value, index) => Math.abs(value - (b[index] as number)) < 1e-6));
});

test('ONNX Runtime leaves no trace of its telemetry, and nothing is written outside the home', async (t) => {
  const host = await options(t);
  const outside = openFolder(t);
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('mat-debug'));
  const script = `import { loadModel } from 'horngate'; const m = await loadModel(process.argv[1]);
const x = { dtype: 'float32', shape: [1, 8, 8, 1], data: new Float32Array(64) }; await m.predict([x]); await m.predict([x]); m.dispose();`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script, DIGITS], {
    cwd: join(import.meta.dirname, '../../..'),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: outside, XDG_CACHE_HOME: join(outside, 'cache'), TMPDIR: outside, HORNGATE_HOME: host.home },
  });
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(readdirSync(outside), []);
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('mat-debug')),
    before,
  );
  const names = readdirSync(host.home, { recursive: true, encoding: 'utf8' });
  assert.ok(names.some((name) => name.endsWith('program.json')));
  assert.ok(!names.some((name) => /telemetry|deviceid|onnxruntime\.db/i.test(name)));
});

test('host/digest: a file that is not the one which was named does not run', async (t) => {
  const host = await options(t);
  const other: Digest = `sha256:${'0'.repeat(64)}`;
  await assert.rejects(prepare(DIGITS, host, other), { code: 'HG_ARTIFACT_DIGEST' });
  const right = open(DIGITS, host).digest;
  assert.equal((await prepare(DIGITS, host, right)).report.subject, right);
  await assert.rejects(prepare(DIGITS, host, other), { code: 'HG_ARTIFACT_DIGEST' });
});

test('host/verdict: what the policy refuses is not compiled, and the refusal has its place', async (t) => {
  const host = await options(t);
  await assert.rejects(prepare(hostile('lambda'), host), (error: { code: string; where: { member?: string; pointer?: string } }) => {
    assert.match(error.code, /^HG_REFUSED_/);
    assert.equal(error.where.member, 'config.json');
    assert.match(error.where.pointer ?? '', /^\/config\/layers\//);
    return true;
  });
  assert.deepEqual(readdirSync(join(host.home, 'tenants', 'local', 'programs')), []);
});

test('a policy that became stricter is obeyed by what was sealed before', async (t) => {
  const host = await options(t);
  const { sealed, report } = await prepare(DIGITS, host);
  const seal = join(sealed.folder, 'seal.json');
  const text = JSON.parse(readFileSync(seal, 'utf8'));
  text.report.findings = [{ check: 'keras/unknown-field', severity: 'low', message: 'x', where: {}, references: [] }];
  chmodSync(seal, 0o644);
  writeFileSync(seal, JSON.stringify(text));
  const strict: Policy = { ...DEFAULT_POLICY, scan: { failOn: 'low', allow: [], waivers: [] } };
  assert.equal(judge(report, strict).outcome, 'admit');
  assert.equal((await prepare(DIGITS, host)).warm, true);
  await assert.rejects(prepare(DIGITS, { ...host, policy: strict }), { code: 'HG_REFUSED_FINDINGS' });
});

test('host/seal-allow: what was scanned with names that a policy had added is scanned again without them', async (t) => {
  const host = await options(t);
  const allow = [{ module: 'ours', name: 'Scaler', may: ['new'], reason: 'our own class, reviewed' }] as const;
  const added = { ...host, policy: { ...DEFAULT_POLICY, scan: { ...DEFAULT_POLICY.scan, allow } } };
  const warm = [];
  for (const one of [added, added, host, host]) warm.push((await prepare(DIGITS, one)).warm);
  assert.deepEqual(warm, [false, true, false, true]);
});

test('host/seal: a sealed file that was changed is not started', async (t) => {
  const host = await options(t);
  const { sealed } = await prepare(DIGITS, host);
  const weights = join(sealed.folder, 'weights.bin');
  const bytes = readFileSync(weights);
  chmodSync(weights, 0o644);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(weights, bytes);
  await assert.rejects(prepare(DIGITS, host), { code: 'HG_UNAVAILABLE_STORE' });
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(weights, bytes);
  assert.equal((await prepare(DIGITS, host)).warm, true, 'the same bytes under another time are the same file');
  rmSync(weights);
  symlinkSync('/etc/passwd', weights);
  await assert.rejects(prepare(DIGITS, host));
});

test('host/goldens: a start that answers otherwise than the first is refused', async (t) => {
  const host = await options(t);
  await start((await prepare(DIGITS, host)).sealed, host).then((session) => session.dispose());
  const { sealed } = await prepare(DIGITS, host);
  const path = join(sealed.folder, 'goldens.json');
  const golden = JSON.parse(readFileSync(path, 'utf8'));
  const floats = Buffer.from(golden.outputs[0].data, 'base64');
  floats.writeFloatLE(floats.readFloatLE(0) + 1e-3, 0);
  golden.outputs[0].data = floats.toString('base64');
  chmodSync(path, 0o644);
  writeFileSync(path, JSON.stringify(golden));
  await assert.rejects(start((await prepare(DIGITS, host)).sealed, host), { code: 'HG_GUEST_GOLDEN' });
});

test('host/second-check: a reader that was taken over cannot hand on what our compiler does not write', async (t) => {
  const real = await options(t);
  const guests = openFolder(t);
  await build({
    stdin: { contents: LIAR, resolveDir: join(import.meta.dirname, '../../guests/src/reader'), loader: 'ts' },
    outfile: join(guests, 'reader.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['source'],
    logLevel: 'error',
  });
  for (const lie of ['byte', 'domain', 'grown', 'extra', 'artifact']) {
    await t.test(lie, async (inner) => {
      const folder = openFolder(inner);
      const liar = readFileSync(join(guests, 'reader.cjs'), 'utf8').replace('__LIE__', lie);
      writeFileSync(join(folder, 'reader.cjs'), liar);
      const listed = JSON.parse(readFileSync(join(real.guests, 'bundles.json'), 'utf8'));
      const { createHash } = await import('node:crypto');
      const sha256 = createHash('sha256').update(liar).digest('hex');
      writeFileSync(
        join(folder, 'bundles.json'),
        JSON.stringify({
          ...listed,
          bundles: listed.bundles.map((row: { file: string }) => (row.file === 'reader.cjs' ? { ...row, bytes: liar.length, sha256 } : row)),
        }),
      );
      for (const name of ['starter.cjs', 'checker.cjs', 'runner.cjs', 'decoder.cjs']) copyFileSync(join(real.guests, name), join(folder, name));
      symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
      const host = await options(inner, { guests: folder });
      await assert.rejects(prepare(DIGITS, host), (error: { code: string }) => {
        assert.match(error.code, /^HG_(ARTIFACT_PROGRAM|ARTIFACT_PROTOBUF|ARTIFACT_TRUNCATED|GUEST_PROTOCOL)$/, error.code);
        return true;
      });
      assert.deepEqual(readdirSync(join(host.home, 'tenants', 'local', 'programs')), []);
    });
  }
});

/** A reader whose compiler has been taken over; the checker is the real one. */
const LIAR = `
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveFrames } from '@horngate/sandbox/inside';
import { compile } from './compile.ts';
import { scan } from './scan.ts';
const lies = {
  grown: (folder) => { const path = join(folder, 'main.onnx'); writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from([0])])); },
  byte: (folder) => { const path = join(folder, 'main.onnx'); const bytes = readFileSync(path); bytes[bytes.indexOf('Conv')] ^= 1; writeFileSync(path, bytes); },
  domain: (folder) => { const path = join(folder, 'main.onnx'); writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from([0x42, 4, 0x0a, 0, 0x10, 1])])); },
  extra: (folder) => writeFileSync(join(folder, 'more.bin'), 'x'),
  artifact: (folder) => { const path = join(folder, 'program.json'); writeFileSync(path, readFileSync(path, 'utf8').replace(/sha256:[0-9a-f]{4}/, 'sha256:0000')); },
};
void serveFrames({ scan, compile: (params) => { const answer = compile(params); lies['__LIE__'](params.folder); return answer; } });
`;

test('a guest that dies or reaches a limit is a finding, and the next file gets a fresh one', async (t) => {
  const host = await options(t);
  const small: Policy = { ...DEFAULT_POLICY, limits: { ...DEFAULT_POLICY.limits, deadlineMs: 5000, maxConfigBytes: 100 } };
  const reports = [];
  for await (const report of scanFiles([DIGITS, hostile('lambda'), DIGITS], { ...host, policy: small })) reports.push(report);
  assert.equal(reports.length, 3);
  for (const { findings } of reports) assert.ok(findings.some(({ check }) => check === 'scan/limit'));
});

test('many files share a guest, more than one that a guest has descriptors for by itself', async (t) => {
  const host = await options(t);
  const paths = Array.from({ length: 90 }, () => DIGITS);
  for await (const { findings } of scanFiles(paths, host)) assert.deepEqual(findings, []);
});

test('several guests at once report files in their order, each with the digest of its bytes', async (t) => {
  const host = await options(t);
  const large = join(host.home, 'large.bin');
  writeFileSync(large, new Uint8Array(5 << 20).fill(1));
  const paths = Array.from({ length: 30 }, (_, index) => (index % 10 === 3 ? large : index % 2 === 0 ? DIGITS : hostile('lambda')));
  const reports = [];
  for await (const report of scanFiles(paths, host, 3)) reports.push(report);
  const digests = new Map([...new Set(paths)].map((path) => [path, `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`]));
  assert.deepEqual(
    reports.map(({ path, subject }) => [path, subject]),
    paths.map((path) => [path, digests.get(path)]),
  );
});

test('a scan that is over keeps no guest, and one that waits ends with its artifact', async (t) => {
  const host = await options(t);
  const artifact = open(DIGITS, host);
  await scan(artifact);
  const pid = artifact.reader?.guest.pid ?? 0;
  assert.ok(existsSync(`/proc/${pid}`));
  const gone = artifact.reader?.guest.exited;
  artifact.close();
  await gone;
  // Inside namespaces the guest is reaped a moment after its init.
  for (let waited = 0; existsSync(`/proc/${pid}`) && waited < 3000; waited += 20) await setTimeout(20);
  assert.ok(!existsSync(`/proc/${pid}`));
});

test('what is no file is refused by name', async (t) => {
  const host = await options(t);
  const folder = openFolder(t);
  assert.throws(() => open(folder, host), { code: 'HG_INPUT_FORMAT' });
  assert.throws(() => open(join(folder, 'none'), host), { code: 'HG_NOT_FOUND' });
  assert.throws(() => open('/dev/null', host), { code: 'HG_INPUT_FORMAT' });
  appendFileSync(join(folder, 'empty.keras'), '');
  await assert.rejects(prepare(join(folder, 'empty.keras'), host), { code: 'HG_REFUSED_FINDINGS' });
});
