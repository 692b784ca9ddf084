import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { Digest } from '@horngate/core/words';
import { type GetOptions, get } from './get.ts';
import { type HubRepository, hub, sha256 } from './hub.testing.ts';
import { cleanQuarantine, listQuarantine } from './quarantine.ts';
import { release } from './release.ts';
import { needsOpenssl, type Served, serve, testNetwork } from './server.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'horngate-get-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let homes = 0;

const MODEL = randomBytes(3000);
const DIGEST: Digest = `sha256:${sha256(MODEL)}`;

interface Run {
  readonly home: string;
  readonly requests: readonly IncomingMessage[];
  readonly served: Served;
  get(source: string, options?: Partial<GetOptions>): ReturnType<typeof get>;
}

async function from(listener: RequestListener, work: (run: Run) => Promise<void>): Promise<void> {
  const requests: IncomingMessage[] = [];
  const served = await serve((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  const home = join(folder, `home-${++homes}`);
  mkdirSync(home);
  const network = testNetwork([served.origin()]);
  try {
    await work({ home, requests, served, get: (source, options) => get(source, { home, network, endpoint: served.origin(), ...options }) });
  } finally {
    await served.close();
  }
}

const model: RequestListener = (_, response) => void response.writeHead(200, { ETag: '"v1"', 'Content-Length': MODEL.length }).end(MODEL);

test('trust/quarantine: nothing leaves quarantine that is not confirmed', needsOpenssl, async (t) => {
  await t.test('without a digest it stays, for its owner alone, and cannot be run', () =>
    from(model, async ({ served, home, get }) => {
      const output = join(home, 'out.keras');
      const got = await get(`${served.origin()}/a/m.keras`, { output });
      assert.deepEqual([got.root, got.kind, got.confirmedBy, got.output, existsSync(output)], [DIGEST, 'file', [], null, false]);
      assert.deepEqual(readFileSync(got.quarantined), MODEL);
      assert.equal(statSync(got.quarantined).mode & 0o777, 0o400);
      for (const path of [dirname(got.quarantined), dirname(dirname(got.quarantined)), join(home, 'quarantine')])
        assert.equal(statSync(path).mode & 0o777, 0o700);
    }),
  );
  await t.test('with its digest it leaves, and nothing stays', () =>
    from(model, async ({ served, home, get }) => {
      const output = join(home, 'out.keras');
      const got = await get(`${served.origin()}/m.keras`, { output, digest: DIGEST });
      assert.deepEqual([got.output, got.confirmedBy, readFileSync(output)], [output, [{ by: 'digest' }], MODEL]);
      assert.deepEqual(readdirSync(join(home, 'quarantine')), []);
      assert.deepEqual(readdirSync(home).sort(), ['out.keras', 'quarantine']);
    }),
  );
  await t.test('with another digest it stays, and both are named', () =>
    from(model, async ({ served, home, get }) => {
      const wanted: Digest = `sha256:${'0'.repeat(64)}`;
      const output = join(home, 'out.keras');
      await assert.rejects(
        get(`${served.origin()}/m.keras`, { output, digest: wanted }),
        (error: Error & { code: string }) => error.code === 'HG_ARTIFACT_DIGEST' && error.message.includes(wanted) && error.message.includes(DIGEST),
      );
      assert.equal(existsSync(output), false);
      await assert.rejects(get(`${served.origin()}/m.keras`, { output, digest: DIGEST, pinned: wanted }), { code: 'HG_ARTIFACT_DIGEST' });
    }),
  );
  await t.test('a signature lets it out by its signer; one that is not valid does not', () =>
    from(model, async ({ served, home, get }) => {
      const output = join(home, 'out.keras');
      const invalid = Object.assign(new Error('not valid'), { code: 'HG_AUTH_DENIED' });
      await assert.rejects(get(`${served.origin()}/m.keras`, { output, digest: DIGEST, signature: () => Promise.reject(invalid) }), { code: 'HG_AUTH_DENIED' });
      assert.equal(existsSync(output), false);
      const got = await get(`${served.origin()}/m.keras`, {
        output,
        signature: async ({ path, kind }) => ({
          signer: `${kind} ${sha256(readFileSync(path)) === sha256(MODEL) ? 'signed by a' : 'by nobody'}`,
          uncovered: [],
        }),
      });
      assert.deepEqual(got.confirmedBy, [{ by: 'signature', signer: 'file signed by a', uncovered: [] }]);
    }),
  );
  await t.test('what lies there is not asked for again, once its digest is known', () =>
    from(model, async ({ served, home, get, requests }) => {
      await get(`${served.origin()}/m.keras`);
      await get(`${served.origin()}/m.keras`, { digest: DIGEST, output: join(home, 'out.keras') });
      assert.equal(requests.length, 1);
    }),
  );
});

test('trust/quarantine-copy: what leaves is what was confirmed, whatever happened to it meanwhile', () => {
  const place = mkdtempSync(join(folder, 'copy-'));
  writeFileSync(join(place, 'm.keras'), 'changed');
  const files = [{ path: 'm.keras', size: 3000, sha256: DIGEST }];
  for (const kind of ['file', 'folder'] as const)
    assert.throws(() => release({ kind, folder: place, files }, join(place, 'out')), { code: 'HG_ARTIFACT_DIGEST' });
  assert.deepEqual(readdirSync(place), ['m.keras']);
});

test('trust/get-no-overwrite: nothing that is there is replaced', needsOpenssl, async (t) => {
  const place = mkdtempSync(join(folder, 'there-'));
  writeFileSync(join(place, 'm.keras'), MODEL);
  const files = [{ path: 'm.keras', size: MODEL.length, sha256: DIGEST }];
  const there = join(place, 'there');
  writeFileSync(there, 'mine');
  for (const kind of ['file', 'folder'] as const)
    await t.test(`by a ${kind}`, () => {
      assert.throws(() => release({ kind, folder: place, files }, there), { code: 'HG_CONFLICT' });
      assert.equal(readFileSync(there, 'utf8'), 'mine');
    });
  await t.test('and nothing is asked for', () =>
    from(model, async ({ served, get, requests }) => {
      await assert.rejects(get(`${served.origin()}/m.keras`, { output: there, digest: DIGEST }), { code: 'HG_CONFLICT' });
      await assert.rejects(get(`${served.origin()}/m.keras`, { output: join(place, 'no', 'folder'), digest: DIGEST }), { code: 'HG_CONFLICT' });
      assert.equal(requests.length, 0);
    }),
  );
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const REPOSITORY: HubRepository = {
  commit: COMMIT,
  files: { 'config.json': Buffer.from('{}'), 'weights/model.keras': MODEL, 'weights/é ü?.txt': Buffer.from('x'), empty: Buffer.alloc(0) },
  large: ['weights/model.keras'],
};
const NAME = 'org/model';

test('a repository of the hub comes at one commit, each file as it is listed', needsOpenssl, async (t) => {
  await t.test('all of it', () =>
    from(hub(NAME, REPOSITORY), async ({ get, home, requests }) => {
      const staying = await get(`hf:${NAME}`);
      assert.deepEqual([staying.revision, staying.kind, staying.files.map(({ path }) => path)], [COMMIT, 'folder', Object.keys(REPOSITORY.files)]);
      const asked = requests.length;
      const output = join(home, 'model');
      const got = await get(`hf:${NAME}`, { digest: staying.root, output });
      assert.equal(requests.length, asked + 1, 'only the listing is asked for again');
      for (const [path, bytes] of Object.entries(REPOSITORY.files)) assert.deepEqual(readFileSync(join(output, path)), bytes);
      assert.equal(got.source, `hf:${NAME}`);
    }),
  );
  await t.test('by a signature, only what it covers leaves, under the name of the repository', () =>
    from(hub(NAME, REPOSITORY), async ({ get, home }) => {
      const got = await get(`hf:${NAME}`, { into: home, signature: async () => ({ signer: 'a', uncovered: ['config.json', 'empty'] }) });
      assert.deepEqual([got.output, got.left, readdirSync(join(home, 'model'))], [join(home, 'model'), ['config.json', 'empty'], ['weights']]);
      const none = await get(`hf:${NAME}`, { output: join(home, 'none'), signature: async () => ({ signer: 'a', uncovered: Object.keys(REPOSITORY.files) }) });
      assert.deepEqual([none.output, existsSync(join(home, 'none'))], [null, false]);
    }),
  );
  await t.test('one file of it, at a commit', () =>
    from(hub(NAME, REPOSITORY), async ({ get }) => {
      const got = await get(`hf:${NAME}@${COMMIT}/weights/model.keras`);
      assert.deepEqual([got.kind, got.root, got.files.length, got.files[0]?.path], ['file', DIGEST, 1, 'model.keras']);
    }),
  );
  await t.test('one folder of it', () =>
    from(hub(NAME, REPOSITORY), async ({ get }) =>
      assert.deepEqual(
        (await get(`hf:${NAME}/weights/`)).files.map(({ path }) => path),
        ['model.keras', 'é ü?.txt'],
      ),
    ),
  );
  for (const source of [`hf:${NAME}/none`, 'hf:org/none', `hf:${NAME}@v2`])
    await t.test(`${source} is not there`, () => from(hub(NAME, REPOSITORY), ({ get }) => assert.rejects(get(source), { code: 'HG_NOT_FOUND' })));
  await t.test('large files come from where the hub leads, without the token', () =>
    from(
      (request, response) => (request.url?.startsWith('/storage') ? model(request, response) : response.end()),
      async ({ served: storage, requests }) => {
        const hubs: IncomingMessage[] = [];
        const answer = hub(NAME, { ...REPOSITORY, storage: storage.origin('other.test') });
        const served = await serve((request, response) => {
          hubs.push(request);
          answer(request, response);
        });
        try {
          const network = testNetwork([served.origin(), storage.origin('other.test')]);
          const home = join(folder, `home-${++homes}`);
          mkdirSync(home);
          await get(`hf:${NAME}`, { home, network, endpoint: served.origin(), token: 'hf_secret' });
          assert.ok(hubs.length > 3 && hubs.every(({ headers }) => headers.authorization === 'Bearer hf_secret'));
          assert.deepEqual(
            requests.map(({ headers }) => headers.authorization),
            [undefined],
          );
          const written = listQuarantine(home).map(({ record }) => JSON.stringify(record));
          assert.ok(written.every((text) => !text.includes('secret')));
        } finally {
          await served.close();
        }
      },
    ),
  );
});

const named = (...names: string[]): HubRepository => ({ ...REPOSITORY, files: Object.fromEntries(names.map((name) => [name, Buffer.from('x')])) });
const changed = (change: HubRepository['change']): HubRepository => ({ ...REPOSITORY, ...(change === undefined ? {} : { change }) });

const HOSTILE: Readonly<Record<string, readonly [code: string, repository: HubRepository]>> = {
  'a name that leads out': ['HG_REFUSED_SOURCE', named('../x')],
  'a name that leads out from inside': ['HG_REFUSED_SOURCE', named('a/../../x')],
  'an absolute name': ['HG_REFUSED_SOURCE', named('/etc/passwd')],
  'a name for Windows': ['HG_REFUSED_SOURCE', named('a\\..\\x')],
  'a drive': ['HG_REFUSED_SOURCE', named('C:x')],
  'a name with an escape sequence': ['HG_REFUSED_SOURCE', named('\u001b[31mred')],
  'a name with a line break': ['HG_REFUSED_SOURCE', named('a\nb')],
  'a name with NUL': ['HG_REFUSED_SOURCE', named('a\0b')],
  'a name that reads backwards': ['HG_REFUSED_SOURCE', named('model\u202Esarek')],
  'a name of half a letter': ['HG_REFUSED_SOURCE', named('a\uD800')],
  'an empty name': ['HG_REFUSED_SOURCE', changed((listing) => ({ ...listing, siblings: [{ ...listing.siblings[0], rfilename: '' }] }))],
  'a dot': ['HG_REFUSED_SOURCE', named('a/./b')],
  'a name of 300 bytes': ['HG_REFUSED_SOURCE', named('é'.repeat(150))],
  'a deep name': ['HG_REFUSED_SOURCE', named(`${'a/'.repeat(20)}b`)],
  'names that differ in case': ['HG_REFUSED_SOURCE', named('Model.keras', 'model.keras')],
  'names that differ in form': ['HG_REFUSED_SOURCE', named('\u00e9', 'e\u0301')],
  'a file in a file': ['HG_REFUSED_SOURCE', named('A', 'a/b')],
  'the same name twice': ['HG_REFUSED_SOURCE', changed((listing) => ({ ...listing, siblings: [listing.siblings[0], listing.siblings[0]] }))],
  'no commit': ['HG_UNAVAILABLE_SOURCE', changed((listing) => ({ ...listing, sha: '../../x' }))],
  'no files': ['HG_NOT_FOUND', named()],
  'files that are none': ['HG_UNAVAILABLE_SOURCE', changed((listing) => ({ ...listing, siblings: [null, 7] }))],
  'a file without a size': ['HG_UNAVAILABLE_SOURCE', changed((listing) => ({ ...listing, siblings: [{ ...listing.siblings[0], size: undefined }] }))],
  'a size below nothing': ['HG_UNAVAILABLE_SOURCE', changed((listing) => ({ ...listing, siblings: [{ ...listing.siblings[0], size: -1 }] }))],
  'a file without a digest': ['HG_UNAVAILABLE_SOURCE', changed((listing) => ({ ...listing, siblings: [{ ...listing.siblings[0], blobId: undefined }] }))],
  'sizes past the budget': ['HG_LIMIT_BYTES', changed((listing) => ({ ...listing, siblings: listing.siblings.map((one) => ({ ...one, size: 2 ** 50 })) }))],
  'too many files': ['HG_LIMIT_ENTRIES', changed((listing) => ({ ...listing, siblings: Array(5000).fill(listing.siblings[0]) }))],
  'other bytes in large storage': ['HG_ARTIFACT_DIGEST', { ...REPOSITORY, send: (path) => (path.endsWith('.keras') ? randomBytes(3000) : undefined) }],
  'other bytes in git': ['HG_ARTIFACT_DIGEST', { ...REPOSITORY, send: (path) => (path === 'config.json' ? Buffer.from('[]') : undefined) }],
  'more bytes in git': ['HG_UNAVAILABLE_SOURCE', { ...REPOSITORY, send: (path) => (path === 'config.json' ? Buffer.from('{ }') : undefined) }],
};

async function refuseAll(t: TestContext, is: (code: string) => boolean): Promise<void> {
  for (const [name, [code, repository]] of Object.entries(HOSTILE).filter(([, [code]]) => is(code)))
    await t.test(name, () =>
      from(hub(NAME, repository), async ({ get, home }) => {
        await assert.rejects(get(`hf:${NAME}`, { output: join(home, 'out') }), { code, name: 'HorngateError' });
        assert.deepEqual(
          readdirSync(home).filter((one) => one !== 'quarantine'),
          [],
        );
      }),
    );
}

test('trust/hub-digest: what comes is what the hub lists, or is not kept', needsOpenssl, (t) => refuseAll(t, (code) => code === 'HG_ARTIFACT_DIGEST'));

test('trust/hub-listing: a hostile hub ends with a code, and nothing outside of quarantine', needsOpenssl, async (t) => {
  await refuseAll(t, (code) => code !== 'HG_ARTIFACT_DIGEST');
  for (const [name, text] of Object.entries({
    'deep JSON': '['.repeat(100_000),
    'half a text': '{"sha": "0',
    HTML: '<html>',
    'a key twice': `{"sha":"${COMMIT}","sha":"${COMMIT}","siblings":[]}`,
    NaN: 'NaN',
  }))
    await t.test(name, () =>
      from(
        (_, response) => void response.end(text),
        ({ get }) => assert.rejects(get(`hf:${NAME}`), { code: 'HG_UNAVAILABLE_SOURCE' }),
      ),
    );
});

test('a source is read strictly, and its secrets are not repeated', async (t) => {
  const options = { home: folder, network: testNetwork([]) };
  const sources = [
    '',
    'model.keras',
    '/etc/passwd',
    'file:///etc/passwd',
    'ftp://a.example/m',
    'hf:',
    'hf:name',
    'hf:a/b@',
    'hf:a/b@../x',
    'hf:../b',
    'hf:a/..',
    'https://',
  ];
  for (const source of sources)
    await t.test(`refuses "${source}"`, () => assert.rejects(get(source, options), (error: { code?: string }) => error.code === 'HG_USAGE_ARGUMENT'));
  for (const source of ['https://user:secret@a.example/m', 'ftp://a.example/m?secret'])
    await t.test(`repeats no secret of ${source}`, () => assert.rejects(get(source, options), (error: Error) => !error.message.includes('secret')));
  await t.test('a token goes by TLS alone', () =>
    assert.rejects(
      get('http://127.0.0.1/m', { ...options, network: testNetwork(['http://127.0.0.1']), token: 'hf_secret' }),
      (error: Error & { code: string }) => error.code === 'HG_USAGE_ARGUMENT' && !error.message.includes('secret'),
    ),
  );
  await t.test('a token of two lines is none', () =>
    assert.rejects(
      get('https://a.example/m', { ...options, token: 'a\r\nX-Secret: 1' }),
      (error: Error & { code: string }) => error.code === 'HG_USAGE_ARGUMENT' && !error.message.includes('Secret'),
    ),
  );
  for (const name of ['..%2Fx', 'a%00b', '%ff', '%2e%2e%5cx', 'a%0ab'])
    await t.test(`refuses the name ${name}`, () => assert.rejects(get(`https://8.8.8.8/${name}`, options), { code: 'HG_REFUSED_SOURCE' }));
});

test('quarantine is listed and cleaned, and is one process at a time', needsOpenssl, async (t) => {
  await t.test('listed, cleaned', () =>
    from(model, async ({ served, home, get }) => {
      const { id } = await get(`${served.origin()}/m.keras?token=secret`);
      const [line] = listQuarantine(home);
      assert.deepEqual([line?.id, line?.record?.source, line?.record?.root], [id, `${served.origin()}/m.keras`, DIGEST]);
      assert.throws(() => cleanQuarantine(home, '../x'), { code: 'HG_NOT_FOUND' });
      assert.deepEqual(cleanQuarantine(home), [id]);
      assert.deepEqual(listQuarantine(home), []);
      assert.deepEqual(listQuarantine(join(home, 'none')), []);
    }),
  );
  await t.test('two at once', () =>
    from(model, async ({ served, get }) => {
      const both = await Promise.allSettled([get(`${served.origin()}/m.keras`), get(`${served.origin()}/m.keras`)]);
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      assert.equal(both.find((one) => one.status === 'rejected')?.reason.code, 'HG_CONFLICT');
    }),
  );
  await t.test('what a process left that died is taken up', () =>
    from(model, async ({ served, home, get }) => {
      const { id } = await get(`${served.origin()}/m.keras`);
      writeFileSync(join(home, 'quarantine', id, 'busy'), '999999999');
      assert.equal((await get(`${served.origin()}/m.keras`)).root, DIGEST);
    }),
  );
  await t.test('a folder that others can enter is closed', () =>
    from(model, async ({ served, home, get }) => {
      mkdirSync(join(home, 'quarantine'));
      chmodSync(join(home, 'quarantine'), 0o777);
      await get(`${served.origin()}/m.keras`);
      assert.equal(statSync(join(home, 'quarantine')).mode & 0o777, 0o700);
    }),
  );
});

/** The hub's own client: with it, the hub of these tests is one, and what we get is what others get. */
const PYTHON = process.env['HORNGATE_HF_PYTHON'];
const CLIENT = 'import sys; from huggingface_hub import snapshot_download; snapshot_download(sys.argv[1], local_dir=sys.argv[2])';

test('what comes from a hub is what huggingface_hub gets', {
  skip: PYTHON === undefined && 'HORNGATE_HF_PYTHON names no Python with huggingface_hub (tried with 2.4.0)',
}, async () => {
  const requests: string[] = [];
  const answer = hub(NAME, REPOSITORY);
  const served = await serve((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    answer(request, response);
  }, 'http');
  const [theirs, ours, home] = ['theirs', 'ours', 'hub-home'].map((name) => join(folder, name)) as [string, string, string];
  mkdirSync(home);
  const endpoint = served.origin('127.0.0.1');
  try {
    const env = { HF_ENDPOINT: endpoint, HF_HOME: join(folder, 'hf'), HF_HUB_DISABLE_XET: '1', HF_HUB_DISABLE_TELEMETRY: '1', PATH: process.env['PATH'] };
    await promisify(execFile)(PYTHON ?? '', ['-c', CLIENT, NAME, theirs], { env });
    assert.ok(
      requests.some((line) => line.startsWith(`GET /api/models/${NAME}/revision/main`)),
      'the client asks as we do',
    );
    const { root } = await get(`hf:${NAME}`, { home, endpoint, network: testNetwork([endpoint]) });
    await get(`hf:${NAME}`, { home, endpoint, network: testNetwork([endpoint]), digest: root, output: ours });
    const names = (place: string): string[] =>
      readdirSync(place, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => relative(place, join(one.parentPath, one.name)))
        .filter((name) => !name.startsWith('.cache'))
        .sort();
    assert.deepEqual(names(ours), names(theirs));
    for (const name of names(theirs)) assert.deepEqual(readFileSync(join(ours, name)), readFileSync(join(theirs, name)), name);
  } finally {
    await served.close();
  }
});
