import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { addPin, EMPTY_LOCK } from '@horngate/core/confirm-hash';
import { asHorngateError, type Digest } from '@horngate/core/words';
import { type Artifact, open, openToStart } from '../artifact.ts';
import { at, openFolder, options } from '../flow.testing.ts';
import { launch } from '../launch.ts';
import type { HostOptions } from '../options.ts';
import { pinModel, writeLockFile } from './index.ts';

const [A, B] = ['a', 'b'].map((name) => at(`conformance/confirm/canary-${name}.keras`)) as [string, string];
const ATTACKS = ['swap', 'symlink', 'rename', 'in place', 'growth', 'truncation', 'folder'] as const;
/** In all, over the attacks. */
const TRIES = 1_000;
const LAUNCHES = Number(process.env['HORNGATE_RACES'] ?? 14);

/** What a load under attack may end with: the pinned bytes, or one of these. */
const REFUSALS = new Set(['HG_ARTIFACT_DIGEST', 'HG_NOT_FOUND', 'HG_INPUT_FORMAT']);

interface Arena {
  readonly target: string;
  readonly pinned: Digest;
  readonly host: HostOptions;
}

/** The good model, pinned, with a process that changes it all the time. */
async function arena(t: TestContext, attack: string): Promise<Arena> {
  let racer: ChildProcess | undefined;
  t.after(() => ended(racer)); // before its folder goes
  const folder = openFolder(t);
  for (const [name, from] of Object.entries({ models: A, good: A, evil: B })) {
    mkdirSync(join(folder, name));
    copyFileSync(from, join(folder, name, 'model.keras'));
  }
  const [target, good, evil] = ['models', 'good', 'evil'].map((name) => join(folder, name, 'model.keras')) as [string, string, string];
  const lock = join(folder, 'horngate.lock');
  const pin = pinModel(target, lock);
  writeLockFile(lock, addPin(EMPTY_LOCK, 'canary', pin));
  const host = await options(t, { lock });
  racer = spawn(process.execPath, [join(import.meta.dirname, 'racer.testing.js'), attack, target, good, evil], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(racer.stdout as NodeJS.ReadableStream, 'data');
  return { target, pinned: pin.root, host };
}

async function ended(racer: ChildProcess | undefined): Promise<void> {
  assert.ok(racer !== undefined);
  assert.equal(racer.exitCode, null, 'the racer raced to the end');
  racer.kill('SIGKILL');
  await once(racer, 'exit');
}

/** What a guest would read. */
function bytesOf({ file }: Artifact): Buffer {
  const bytes = Buffer.alloc(file.bytes + 1);
  return bytes.subarray(0, readSync(file.fd, bytes, 0, bytes.length, 0));
}

async function outcome<T>(load: () => T | Promise<T>): Promise<T | string> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = asHorngateError(error);
    assert.ok(REFUSALS.has(code), `${code}: ${message}`);
    return code;
  }
}

test('host/what-is-checked-is-used: whatever a process does to a pinned file meanwhile, only the pinned bytes are opened', async (t) => {
  const good = readFileSync(A);
  for (const attack of ATTACKS)
    await t.test(attack, async (inner) => {
      const { target, host } = await arena(inner, attack);
      const told: Record<string, number> = {};
      for (let tries = 0; tries < TRIES / ATTACKS.length; tries++) {
        // Both ways in: copied as it is hashed; hashed first, and copied when it turned out to be new.
        const how = tries % 2 === 0 ? open : withSizeKnown(host, good.length);
        const ended = await outcome(() => {
          using artifact = how(target, host);
          artifact.keep();
          return bytesOf(artifact).equals(good) ? 'the pinned bytes' : 'OTHER BYTES';
        });
        told[ended] = (told[ended] ?? 0) + 1;
        await new Promise(setImmediate);
      }
      inner.diagnostic(JSON.stringify(told));
      assert.equal(told['OTHER BYTES'], undefined);
      assert.ok(Object.keys(told).length > 1 || told['the pinned bytes'] === undefined, 'the racer got in between at least once');
    });
});

/** As if a model of this size had been sealed before. */
function withSizeKnown(host: HostOptions, bytes: number): typeof openToStart {
  const sizes = join(host.home, 'tenants', host.tenant.name, 'sizes');
  mkdirSync(sizes, { recursive: true });
  writeFileSync(join(sizes, String(bytes)), '');
  return openToStart;
}

test('host/canary: what runs answers as the pinned weights do, or nothing runs', async (t) => {
  const x = { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) } as const;
  const home = openFolder(t);
  for (const path of [A, B]) {
    // The canaries sing: 7 and 13 tell them apart. The evil one is sealed here too, where a wrong digest would find it.
    const { session } = await launch(path, await options(t, { home }));
    assert.deepEqual(Array.from((await session.predict([x])).outputs['dense']?.data as Float32Array), [path === A ? 7 : 13]);
    session.dispose();
  }
  for (const attack of ATTACKS)
    await t.test(attack, async (inner) => {
      const { target, host } = await arena(inner, attack);
      const told: Record<string, number> = {};
      for (let tries = 0; tries < LAUNCHES / ATTACKS.length; tries++) {
        const ended = await outcome(async () => {
          const { session } = await launch(target, tries % 2 === 0 ? { ...host, home } : host);
          try {
            return `answers ${(await session.predict([x])).outputs['dense']?.data[0]}`;
          } finally {
            session.dispose();
          }
        });
        told[ended] = (told[ended] ?? 0) + 1;
      }
      inner.diagnostic(JSON.stringify(told));
      assert.equal(told['answers 13'], undefined);
    });
});

test('what runs is what was opened, also when the file is exchanged between the steps', async (t) => {
  const host = await options(t);
  const folder = openFolder(t);
  const path = join(folder, 'model.keras');
  copyFileSync(A, path);
  chmodSync(path, 0o644);
  const steps: string[] = [];
  const overwritten: HostOptions = {
    ...host,
    onStep: (step) => {
      steps.push(step);
      if (step !== 'hash') writeFileSync(path, readFileSync(B), { flag: 'r+' });
    },
  };
  const { session, report } = await launch(path, overwritten);
  t.after(() => session.dispose());
  const x = { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) } as const;
  assert.deepEqual(Array.from((await session.predict([x])).outputs['dense']?.data as Float32Array), [7]);
  assert.equal(report.subject, pinModel(A, join(folder, 'horngate.lock')).root);
  assert.deepEqual(steps.slice(0, 3), ['hash', 'scan', 'compile']);
});
