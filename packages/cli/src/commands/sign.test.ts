import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const HORNGATE = fileURLToPath(new URL('../../bin/horngate.js', import.meta.url));

interface Place {
  readonly at: (name: string) => string;
  readonly horngate: (...args: readonly string[]) => { readonly status: number | null; readonly stdout: string; readonly stderr: string };
}

/** A folder with a small model and a key. */
function place(t: TestContext): Place {
  const folder = mkdtempSync(join(tmpdir(), 'hg-sign-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('model'));
  writeFileSync(at('model/weights.bin'), 'weights');
  const env = { ...process.env, SECRET: 'a passphrase', NO_COLOR: '1' };
  const horngate: Place['horngate'] = (...args) => spawnSync(process.execPath, [HORNGATE, ...args], { encoding: 'utf8', cwd: folder, env });
  assert.equal(horngate('key', 'new', 'mine.pem').status, 0);
  return { at, horngate };
}

test('key new writes a key that only its owner may read, and overwrites nothing', (t) => {
  const { at, horngate } = place(t);
  assert.equal(statSync(at('mine.pem')).mode & 0o777, 0o600);
  const again = horngate('key', 'new', 'mine.pem');
  assert.deepEqual([again.status, /^HG_CONFLICT/.test(again.stderr)], [2, true]);
  assert.equal(horngate('key', 'old', 'x.pem').status, 2);
  assert.equal(horngate('key', 'new', 'x.pem', '--curve', 'P-111').status, 2);
});

test('what sign signs, verify confirms; 1 once the model is another, or the key', (t) => {
  const { at, horngate } = place(t);
  const signed = JSON.parse(horngate('sign', '--key', 'mine.pem', 'model', '--json').stdout);
  assert.equal(horngate('sign', '--key', 'mine.pem', 'model').status, 2);
  const verify = ['verify', 'model', '--signature', 'model/model.sig', '--key', 'mine.pub.pem'] as const;
  const found = horngate(...verify, '--json', '--strict');
  assert.equal(found.status, 0, found.stderr);
  const { valid, root, signer, ignored } = JSON.parse(found.stdout);
  assert.deepEqual([valid, root, signer.mode, ignored], [true, signed.root, 'key', ['model.sig']]);
  assert.match(horngate(...verify).stdout, /is what was signed[\s\S]*nothing about what they do/);

  writeFileSync(at('model/more.bin'), 'x');
  const other = horngate(...verify);
  assert.equal(other.status, 1);
  assert.match(other.stderr, /^HG_ARTIFACT_DIGEST/m);
  assert.match(other.stdout, /more\.bin is there, and nobody signed it/);
  rmSync(at('model/more.bin'));

  assert.equal(horngate('key', 'new', 'other.pem').status, 0);
  const stranger = horngate('verify', 'model', '--signature', 'model/model.sig', '--key', 'other.pub.pem', '--json');
  assert.deepEqual([stranger.status, JSON.parse(stranger.stdout).error.code], [1, 'HG_REFUSED_SIGNATURE']);
});

test('a passphrase comes by the name of a variable or by a file, never as an argument', (t) => {
  const { at, horngate } = place(t);
  assert.equal(horngate('key', 'new', 'locked.pem', '--passphrase-env', 'SECRET', '--curve', 'P-521').status, 0);
  writeFileSync(at('secret'), 'a passphrase\n');
  assert.equal(horngate('sign', '--key', 'locked.pem', 'model').status, 2);
  assert.equal(horngate('sign', '--key', 'locked.pem', '--passphrase-file', 'secret', 'model').status, 0);
  assert.equal(horngate('sign', '--key', 'locked.pem', '--passphrase-env', 'NO_SUCH', 'model', '--signature', 'x.sig').status, 2);
  assert.equal(horngate('verify', 'model', '--signature', 'model/model.sig', '--key', 'locked.pub.pem').status, 0);
});

test('verify asks for exactly one way to say who must have signed', (t) => {
  const { horngate } = place(t);
  assert.equal(horngate('sign', '--key', 'mine.pem', 'model').status, 0);
  const verify = ['verify', 'model', '--signature', 'model/model.sig'] as const;
  for (const more of [[], ['--key', 'mine.pub.pem', '--identity', 'a', '--issuer', 'b'], ['--identity', 'a'], ['--key', 'mine.pem'], ['--key', 'no.pem']])
    assert.equal(horngate(...verify, ...more).status, 2, more.join(' '));
  assert.equal(horngate(...verify, '--identity', 'a', '--issuer', 'b').status, 1);
});
