import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { detect } from '@horngate/sandbox';
import { staticProgram } from './static-program.testing.ts';

const BIN = fileURLToPath(new URL('../../bin/horngate.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'horngate-sandbox-'));
chmodSync(folder, 0o755);
after(() => rmSync(folder, { recursive: true, force: true }));
const home = join(folder, 'home');
const isRoot = process.getuid?.() === 0;

/** A file with this text, readable for everybody. */
function file(name: string, text: string | Uint8Array, mode = 0o644): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

interface Said {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function confined(args: readonly string[], input = '', options: { readonly cwd?: string } = {}): Said {
  const env = { PATH: process.env['PATH'], HORNGATE_HOME: home, SECRET: 'of the caller' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'sandbox', 'run', ...args], { encoding: 'utf8', input, env, ...options });
  return { status, out: stdout, err: stderr };
}

confined(['--', '/bin/cat']); // makes the home
const { level: best, bubblewrap } = await detect(join(home, 'run'));
const LEVELS = [
  { level: 'L1', skip: false },
  { level: 'L2', skip: bubblewrap.works ? false : `L2 is not reached here: ${bubblewrap.why}` },
] as const;

const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
const noPython = PYTHON === undefined ? 'no python3 of the system is installed' : false;
const STANDARD = readdirSync('/usr/lib')
  .filter((name) => /^python3(\.\d+)?$/.test(name))
  .flatMap((name) => ['--ro', join('/usr/lib', name)]);

test('sandbox/measured-first: the best level of this host is reached, measured before the program runs, and said; and the status is the program’s', () => {
  const { status, err } = confined(['--', '/bin/sh', '-c', 'exit 7']);
  assert.equal(status, 7);
  assert.match(err, new RegExp(`^confined at ${best} as reader$`, 'm'));
});

for (const { level, skip } of LEVELS) {
  const at = ['--level', level];

  test(`a program reads what it is given, and nothing else, at ${level}`, { skip }, () => {
    const [given, secret] = [file('given.txt', 'for the program'), file('secret.txt', 'not for programs')];
    assert.deepEqual(confined([...at, '--ro', given, '--', '/bin/cat', given]).out, 'for the program');
    const denied = confined([...at, '--ro', given, '--', '/bin/cat', secret, '/etc/passwd', '/proc/self/environ', '/proc/1/cmdline']);
    assert.deepEqual([denied.status, denied.out], [1, '']);
    assert.equal(denied.err.match(/Permission denied|No such file/g)?.length, 4, denied.err);
  });

  test(`standard input, output and errors go through, at ${level}`, { skip }, () => {
    const long = 'line\n'.repeat(200_000);
    assert.equal(confined([...at, '--', '/bin/cat'], long).out, long);
    assert.match(confined([...at, '--quiet', '--', '/bin/sh', '-c', 'echo wrong >&2; echo x']).err, /^$|wrong|^killed/);
    assert.equal(confined([...at, '--', '/bin/sh', '-c', 'exit 0'], long).status, 0, 'nobody reads it');
  });

  test(`hostile lines of a shell get nowhere, at ${level}`, { skip }, () => {
    const mine = join(folder, 'mine');
    for (const line of [
      'echo ran; /bin/ls /',
      'echo ran; (echo child)',
      'echo ran; read x < /etc/shadow && echo $x',
      `echo ran; kill -9 ${process.pid}`,
      `echo ran; exec /bin/cat /etc/passwd`,
      'echo ran; echo $SECRET',
      'echo ran; f() { f | f & }; f',
      'echo ran; exec 3</proc/1/environ',
      `echo ran; : > ${mine}`,
      'echo ran; ulimit -n 100000',
    ]) {
      const { out } = confined([...at, '--', '/bin/sh', '-c', line]);
      assert.equal(out.trim(), 'ran', line);
    }
    assert.ok(!existsSync(mine));
  });

  test(`Python computes on data that it was given, and cannot send them, at ${level}`, { skip: skip || noPython }, async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const data = file('numbers.csv', '1,2,3,4');
    const script = file(
      'send.py',
      `import os, socket\nprint(sum(map(int, open(${JSON.stringify(data)}).read().split(','))))\nfor work in (lambda: socket.create_connection(('127.0.0.1', ${port})), os.fork, lambda: open('/etc/passwd')):\n  try: work(); print('done')\n  except OSError as error: print(type(error).__name__)\nprint(sorted(os.environ))\n`,
    );
    const { status, out, err } = confined([...at, ...STANDARD, '--ro', data, '--ro', script, '--env', 'GIVEN=1', '--', 'python3', script]);
    assert.equal(status, 0, err);
    const [sum, connected, forked, opened, variables = ''] = out.trim().split('\n');
    assert.deepEqual([sum, connected, forked], ['10', 'PermissionError', 'PermissionError']);
    assert.match(opened ?? '', /^(PermissionError|FileNotFoundError)$/);
    assert.equal(variables.replace("'LC_CTYPE', ", ''), "['GIVEN', 'LANG', 'PATH']");
  });

  test(`Node runs, and is told no, at ${level}`, { skip }, () => {
    const script = file('app.cjs', 'console.log(1 + 1); console.log(require("node:child_process").spawnSync("/bin/ls").error.code);');
    const { status, out, err } = confined([...at, '--env', 'OPENSSL_CONF=/nonexistent', '--ro', script, '--', process.execPath, script]);
    assert.deepEqual([status, out], [0, '2\nEPERM\n'], err);
  });

  test(`--locked: the second filter holds before main, at ${level}`, { skip }, async (t) => {
    const path = file('locked.txt', 'there');
    for (const profile of ['runner', 'runner-jit', 'reader', 'decoder', 'keras'] as const)
      await t.test(profile, () => {
        const { status, out, err } = confined([...at, '--profile', profile, '--locked', '--ro', path, '--', '/bin/cat', path]);
        assert.match(err, new RegExp(`^confined at ${level} as ${profile}, locked$`, 'm'));
        assert.match(err, /^\/bin\/cat: .*Operation not permitted$/m, 'the control: its main runs');
        assert.deepEqual([status, out], [1, '']);
        const unlocked = confined([...at, '--profile', profile, '--ro', path, '--', '/bin/cat', path]);
        assert.equal(unlocked.out, 'there', 'the control: without the lock it is read');
      });
  });

  test(`scripts run by their interpreters, at ${level}`, { skip }, () => {
    const script = file('script.sh', '#!/bin/sh\necho "$0 $1"\n', 0o755);
    assert.equal(confined([...at, '--', script, 'word']).out, `${script} word\n`);
    const byEnv = file('by-env.sh', '#!/usr/bin/env sh\necho env\n', 0o755);
    assert.equal(confined([...at, '--', byEnv]).out, 'env\n');
    const twice = file('twice', `#!${script}\n`, 0o755);
    assert.equal(confined([...at, '--', twice]).out, `${script} ${twice}\n`);
    const ever = file('ever', `#!${join(folder, 'ever')}\n`, 0o755);
    assert.deepEqual([confined([...at, '--', ever]).status], [2]);
  });

  test(`a folder of its own keeps what it makes, and is its owner's again, at ${level}`, { skip: skip || noPython }, () => {
    const own = join(folder, `own-${level}`);
    mkdirSync(own, { mode: 0o700 });
    const script = file('write.py', `open(${JSON.stringify(join(own, 'made'))}, 'w').write('made')\n`);
    const { status, err } = confined([...at, ...STANDARD, '--ro', script, '--rw', own, '--', 'python3', script]);
    assert.equal(status, 0, err);
    assert.equal(readFileSync(join(own, 'made'), 'utf8'), 'made');
    assert.deepEqual([statSync(own).uid, statSync(join(own, 'made')).uid], [process.getuid?.(), process.getuid?.()]);
  });

  test(`a static program runs, and cannot be locked, at ${level}`, { skip }, () => {
    const program = file('static', staticProgram(42), 0o755);
    assert.equal(confined([...at, '--', program]).status, 42);
    const locked = confined([...at, '--locked', '--', program]);
    assert.equal(locked.status, 2);
    assert.match(locked.err, /^HG_USAGE_ARGUMENT: .*static/m);
  });
}

test('budgets end a program: wall time, memory, CPU by signal', { skip: noPython }, () => {
  const late = confined(['--deadline', '1', '--', '/bin/sh', '-c', 'while :; do :; done']);
  assert.equal(late.status, 137);
  assert.match(late.err, /^HG_LIMIT_DEADLINE: /m);
  const large = confined(['--memory', '100', ...STANDARD, '--', 'python3', '-c', 'x = bytearray(200 << 20)']);
  assert.match(large.err, /MemoryError/);
});

test('a signal is 128 and its number', () => {
  const { status, err } = confined(['--', '/bin/ls', '-l', '/']);
  assert.equal(status, 128 + 31);
  assert.match(err, /killed by SIGSYS/);
});

test('nothing runs where it could not be confined as asked', async (t) => {
  const made = join(folder, 'never');
  const program = ['--', '/bin/sh', '-c', `echo ran; : > ${made}`];
  const cases: readonly [string, readonly string[], number, RegExp][] = [
    ['L0', ['--level', 'L0', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['a level that is none', ['--level', 'best', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['a profile that is none', ['--profile', 'root', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['another verb', ['-x', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['no command', [], 2, /HG_USAGE_ARGUMENT/],
    ['a program that is not there', ['--', 'no-such-program'], 2, /HG_NOT_FOUND/],
    ['a file that is no program', ['--', file('text', 'text', 0o755)], 2, /HG_USAGE_ARGUMENT/],
    ['a file that is not executable', ['--', file('plain', '#!/bin/sh\n')], 2, /HG_USAGE_ARGUMENT/],
    ['a path that is not there', ['--ro', join(folder, 'nothing'), ...program], 2, /HG_NOT_FOUND/],
    ['a variable without a value', ['--env', 'NAME', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['a variable that loads before the lock', ['--locked', '--env', 'LD_AUDIT=/x.so', ...program], 2, /HG_USAGE_ARGUMENT/],
    ['memory too small for the program', ['--memory', '0', ...program], 2, /HG_USAGE_ARGUMENT/],
  ];
  for (const [name, args, status, code] of cases)
    await t.test(name, () => {
      const said = confined(args);
      assert.deepEqual([said.status, said.out], [status, ''], said.err);
      assert.match(said.err, code);
    });
  assert.ok(!existsSync(made));
});

test('sandbox/loader: a hostile program cannot make a file readable by naming it as its loader', () => {
  const secret = file('private.txt', 'private');
  const program = file('names', staticProgram(0, secret), 0o755);
  const { status, err } = confined(['--', program]);
  assert.equal(status, 2);
  assert.match(err, /a dynamic loader of this system/);
  const link = join(folder, 'ld-linux-x86-64.so.2');
  symlinkSync(secret, link);
  assert.equal(confined(['--', file('names-link', staticProgram(0, link), 0o755)]).status, 2);
});

test('what only root can pass to is copied for the guest at L2, and refused at L1', {
  skip: LEVELS[1].skip || !isRoot ? LEVELS[1].skip || 'needs root' : false,
}, () => {
  const inner = join(folder, 'closed');
  mkdirSync(inner, { mode: 0o700 });
  writeFileSync(join(inner, 'data'), 'of root', { mode: 0o600 });
  copyFileSync('/bin/cat', join(inner, 'cat'));
  const words = ['--ro', join(inner, 'data'), '--', join(inner, 'cat'), join(inner, 'data')];
  assert.deepEqual(confined(words).out, 'of root');
  const made = join(inner, 'out');
  mkdirSync(made, { mode: 0o700 });
  writeFileSync(join(made, 'old'), 'old');
  chmodSync(join(made, 'old'), 0o644);
  assert.equal(confined(['--rw', made, '--', '/bin/cat', join(made, 'old')]).out, 'old');
  if (noPython === false) {
    const script = file('write-closed.py', `open(${JSON.stringify(join(made, 'new'))}, 'w').write('new')\n`);
    assert.equal(confined([...STANDARD, '--ro', script, '--rw', made, '--', 'python3', script]).status, 0);
    assert.deepEqual([readFileSync(join(made, 'new'), 'utf8'), statSync(join(made, 'new')).uid], ['new', 0]);
  }
  assert.equal(confined(['--level', 'L1', '--rw', made, '--', '/bin/cat']).status, 125);
  const bare = confined(['--level', 'L1', ...words]);
  assert.deepEqual([bare.status, bare.out], [125, '']);
});

test('a program ends with its caller', async () => {
  const child = spawn(process.execPath, [BIN, 'sandbox', 'run', '--', '/bin/sh', '-c', 'echo ran; while :; do :; done'], {
    env: { PATH: process.env['PATH'], HORNGATE_HOME: home },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.equal((await once(child, 'exit'))[0], 137);
});

test('an ordinary user is served as well', { skip: isRoot ? false : 'the tests already run as an ordinary user' }, async (t) => {
  // The command is bundled, as that user may not read the checkout.
  const { bundleCommand } = (await import(fileURLToPath(new URL('../../../../tools/build/bundles.js', import.meta.url)))) as {
    bundleCommand(root: string, outdir: string): Promise<unknown>;
  };
  const outdir = join(folder, 'command');
  await bundleCommand(fileURLToPath(new URL('../../../..', import.meta.url)), outdir);
  const start = file('start.mjs', `import { main } from ${JSON.stringify(join(outdir, 'main.js'))};\nprocess.exitCode = await main(process.argv.slice(2));\n`);
  const theirs = join(folder, 'theirs');
  mkdirSync(theirs);
  spawnSync('chown', ['65533:65533', theirs]);
  spawnSync('chmod', ['-R', 'a+rX', outdir]);
  for (const { level, skip } of LEVELS)
    await t.test(level, { skip }, () => {
      const words = ['sandbox', 'run', '--level', level, '--locked', '--', '/bin/cat'];
      const options = { uid: 65533, gid: 65533, cwd: '/', encoding: 'utf8', env: { PATH: '/usr/bin:/bin', HORNGATE_HOME: theirs } } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [start, ...words], options);
      assert.deepEqual([status, stdout], [1, ''], stderr);
      assert.match(stderr, /^\/bin\/cat: .*Operation not permitted$/m);
      assert.match(stderr, new RegExp(`^confined at ${level} as runner, locked$`, 'm'));
    });
});

test('nothing is left behind', () => assert.deepEqual(readdirSync(join(home, 'run')), []));
