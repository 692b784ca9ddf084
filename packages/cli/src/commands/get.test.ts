import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/horngate.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'horngate-cli-get-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let runs = 0;

const MODEL = randomBytes(3000);
const DIGEST = `sha256:${createHash('sha256').update(MODEL).digest('hex')}`;

interface Run {
  readonly place: string;
  readonly source: string;
  readonly requests: readonly IncomingMessage[];
  horngate(...args: string[]): Promise<{ readonly status: number; readonly out: string; readonly err: string }>;
}

const model: RequestListener = (_, response) => void response.writeHead(200, { 'Content-Length': MODEL.length }).end(MODEL);

/** The command line in a folder of its own, whose policy names a source on loopback. */
async function within(work: (run: Run) => Promise<void>, listener = model): Promise<void> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = join(folder, `${++runs}`);
  mkdirSync(place);
  writeFileSync(join(place, 'policy.json'), JSON.stringify({ version: 1, trust: { sources: [origin] } }));
  const env = { PATH: process.env['PATH'], HORNGATE_HOME: join(folder, `home-${runs}`), TOKEN: 'hf_secret' };
  const horngate: Run['horngate'] = (...args) =>
    new Promise((resolve) => {
      execFile(process.execPath, [BIN, ...args], { cwd: place, env, encoding: 'utf8' }, (error, out, err) =>
        resolve({ status: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  try {
    await work({ place, source: `${origin}/models/m.keras`, requests, horngate });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const policy = ['--policy', 'policy.json'];

test('get leaves in quarantine what nothing confirms, and says what to do next', () =>
  within(async ({ source, place, horngate }) => {
    const { status, out, err } = await horngate('get', source, ...policy, '--json');
    const document = JSON.parse(out);
    assert.equal(status, 1);
    assert.deepEqual([document.root, document.output, document.confirmedBy, document.error.code], [DIGEST, null, [], 'HG_REFUSED_UNCONFIRMED']);
    assert.deepEqual(readFileSync(document.quarantine.path), MODEL);
    assert.match(err, /^HG_REFUSED_UNCONFIRMED: .*horngate scan .*--digest sha256:/);
    assert.deepEqual(readdirSync(place), ['policy.json']);
    assert.match((await horngate('get', '--list')).out, new RegExp(`^${document.quarantine.id}  ${DIGEST} http`));
    assert.deepEqual(JSON.parse((await horngate('get', '--clean', '--json')).out).quarantine, []);
    assert.equal(existsSync(document.quarantine.path), false);
  }));

test('get by digest goes to the working folder, or where it is told, and replaces nothing', () =>
  within(async ({ source, place, horngate }) => {
    const first = await horngate('get', source, ...policy, '--digest', DIGEST);
    assert.deepEqual([first.status, readFileSync(join(place, 'm.keras'))], [0, MODEL], first.err);
    const again = await horngate('get', source, ...policy, '--digest', DIGEST);
    assert.deepEqual([again.status, /^HG_CONFLICT/.test(again.err)], [2, true]);
    const wrong = await horngate('get', source, ...policy, '--digest', `sha256:${'0'.repeat(64)}`, '--output', 'other.keras', '--json');
    assert.deepEqual([wrong.status, JSON.parse(wrong.out).error.code, existsSync(join(place, 'other.keras'))], [1, 'HG_ARTIFACT_DIGEST', false]);
  }));

test('get --pin pins what was confirmed, and later confirms by the pin', () =>
  within(async ({ source, place, horngate }) => {
    const first = await horngate('get', source, ...policy, '--digest', DIGEST, '--pin', 'org/m', '--output', 'renamed.keras', '--json');
    assert.deepEqual([first.status, JSON.parse(first.out).pinned], [0, true], first.err);
    const pin = JSON.parse(readFileSync(join(place, 'horngate.lock'), 'utf8')).models['org/m'];
    assert.deepEqual([pin.path, pin.root, pin.source, pin.files[0].path], ['renamed.keras', DIGEST, source, 'renamed.keras']);
    assert.equal((await horngate('verify')).status, 0);
    rmSync(join(place, 'renamed.keras'));
    const second = await horngate('get', source, ...policy, '--pin', 'org/m', '--json');
    assert.deepEqual([second.status, JSON.parse(second.out).confirmedBy], [0, [{ by: 'pin' }]], second.err);
    assert.deepEqual(readFileSync(join(place, 'renamed.keras')), MODEL);
    writeFileSync(join(place, 'horngate.lock'), readFileSync(join(place, 'horngate.lock'), 'utf8').replaceAll(DIGEST, `sha256:${'0'.repeat(64)}`));
    const other = await horngate('get', source, ...policy, '--pin', 'org/m', '--output', 'b.keras');
    assert.deepEqual([other.status, /^HG_ARTIFACT_DIGEST/.test(other.err)], [1, true]);
  }));

test('get by signature lets out what was signed by whom one trusts', () =>
  within(async ({ source, place, horngate }) => {
    writeFileSync(join(place, 'm.keras'), MODEL);
    assert.equal((await horngate('key', 'new', 'mine.pem')).status, 0);
    assert.equal((await horngate('key', 'new', 'other.pem')).status, 0);
    assert.equal((await horngate('sign', '--key', 'mine.pem', '--signature', 'm.sig', 'm.keras')).status, 0);
    const publics = readdirSync(place).filter((name) => name.includes('pub'));
    const [mine = '', other = ''] = ['mine', 'other'].map((name) => publics.find((one) => one.startsWith(name)));
    const get = (key: string, out: string) => horngate('get', source, ...policy, '--signature', 'm.sig', '--key', key, '--output', out, '--json');
    const good = await get(mine, 'good.keras');
    assert.deepEqual([good.status, JSON.parse(good.out).confirmedBy[0].by, readFileSync(join(place, 'good.keras'))], [0, 'signature', MODEL], good.err);
    const bad = await get(other, 'bad.keras');
    assert.deepEqual([bad.status, existsSync(join(place, 'bad.keras'))], [1, false]);
    assert.match(JSON.parse(bad.out).error.code, /^HG_REFUSED_SIGNATURE$/);
  }));

test('get asks no private address that the policy does not name, and sends no token over plain HTTP', () =>
  within(async ({ source, requests, horngate }) => {
    for (const address of [source, source.replace('http:', 'https:'), 'https://169.254.169.254/latest', 'https://[::1]/m'])
      assert.deepEqual([(await horngate('get', address, '--json')).status], [1], address);
    const told = await horngate('get', source, ...policy, '--token-env', 'TOKEN');
    assert.deepEqual([told.status, told.err.includes('hf_secret')], [2, false]);
    assert.equal(requests.length, 0);
  }));

test('get: usage', () =>
  within(async ({ horngate }) => {
    for (const args of [
      [],
      ['model.keras'],
      ['hf:a'],
      ['https://a.example/m', '--digest', 'md5:0'],
      ['https://a.example/m', '--pin', '../x'],
      ['hf:a/b', '--endpoint', 'a'],
    ]) {
      const { status, err } = await horngate('get', ...args);
      assert.deepEqual([status, err.slice(0, 17)], [2, 'HG_USAGE_ARGUMENT'], args.join(' '));
    }
    assert.match((await horngate('get', '--help')).out, /--max-bytes[\s\S]*Example:/);
  }));
