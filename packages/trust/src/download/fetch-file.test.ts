import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fetchFile, type Wanted } from './fetch-file.ts';
import type { Network } from './network.ts';
import { needsOpenssl, type Served, serve, testNetwork } from './server.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'horngate-fetch-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let places = 0;
const newPlace = (): string => join(folder, `${++places}`);
const CONTENT = randomBytes(5000);

/** Serves `content` with ranges, as RFC 9110 says. */
function ranged(content: Buffer, etag: string, request: IncomingMessage, response: ServerResponse, most = Number.POSITIVE_INFINITY): void {
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  const start = from !== undefined && request.headers['if-range'] === etag ? Number(from) : 0;
  const headers = { ETag: etag, 'Content-Length': content.length - start };
  if (start > 0) response.writeHead(206, { ...headers, 'Content-Range': `bytes ${start}-${content.length - 1}/${content.length}` });
  else response.writeHead(200, headers);
  const end = Math.min(content.length, start + most);
  if (end === content.length) response.end(content.subarray(start));
  else response.write(content.subarray(start, end), () => setTimeout(() => response.destroy(), 5));
}

interface Tried {
  readonly place: string;
  readonly requests: readonly IncomingMessage[];
  /** Once more, to the same place. */
  again(more?: Omit<Partial<Wanted>, 'url'>): Promise<Buffer>;
}

/** Downloads once or more from a server that answers so. */
async function from(listener: RequestListener, work: (tried: Tried, served: Served) => Promise<void>, network: Partial<Network> = {}): Promise<void> {
  const requests: IncomingMessage[] = [];
  const served = await serve((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  const place = newPlace();
  const again = async (more: Omit<Partial<Wanted>, 'url'> = {}): Promise<Buffer> => {
    await fetchFile({ url: new URL(`${served.origin()}/m.keras`), maxBytes: 100_000, ...more }, place, testNetwork([served.origin()], network));
    return readFileSync(place);
  };
  try {
    await work({ place, requests, again }, served);
  } finally {
    await served.close();
  }
}

test('a download that is cut at every n-th byte goes on where it stopped', needsOpenssl, async (t) => {
  for (const most of [700, 999, 1250, 2499, 4999])
    await t.test(`cut after ${most} bytes`, () =>
      from(
        (request, response) => ranged(CONTENT, '"v1"', request, response, most),
        async ({ again, requests }) => {
          assert.deepEqual(await again({ size: CONTENT.length }), CONTENT);
          assert.equal(requests.length, Math.ceil(CONTENT.length / most));
          assert.equal(requests[1]?.headers.range, `bytes=${most}-`);
        },
      ),
    );
  await t.test('in one process and in the next', () =>
    from(
      (request, response) => ranged(CONTENT, '"v1"', request, response, 100),
      async ({ again, requests }) => {
        let runs = 0;
        let got: Buffer | undefined;
        while (got === undefined && runs++ < 20)
          got = await again().catch((error) => {
            assert.equal(error.code, 'HG_UNAVAILABLE_SOURCE');
            return undefined;
          });
        assert.deepEqual(got, CONTENT);
        assert.equal(requests.length, 50);
      },
    ),
  );
  await t.test('a source that cuts at once is not asked for ever', () =>
    from(
      (_, response) => response.destroy(),
      async ({ again, requests }) => {
        await assert.rejects(again(), { code: 'HG_UNAVAILABLE_SOURCE' });
        assert.equal(requests.length, 1);
      },
    ),
  );
});

test('trust/download-resume: bytes of two files are never put together', needsOpenssl, async (t) => {
  const other = randomBytes(5000);
  const answers: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
    'the source says so and sends all': (request, response) => ranged(other, '"v2"', request, response),
    'the source sends the rest of another file': (request, response) => {
      if (request.headers.range === undefined) return ranged(other, '"v2"', request, response);
      response.writeHead(206, { ETag: '"v2"', 'Content-Range': 'bytes 2000-4999/5000', 'Content-Length': 3000 }).end(other.subarray(2000));
    },
    'the rest has no ETag': (request, response) => {
      if (request.headers.range === undefined) return ranged(other, '"v2"', request, response);
      response.writeHead(206, { 'Content-Range': 'bytes 2000-4999/5000', 'Content-Length': 3000 }).end(other.subarray(2000));
    },
    'the rest begins elsewhere': (request, response) => {
      if (request.headers.range === undefined) return ranged(other, '"v2"', request, response);
      response.writeHead(206, { ETag: '"v1"', 'Content-Range': 'bytes 1999-4999/5000', 'Content-Length': 3001 }).end(other.subarray(1999));
    },
    'the rest has no range': (request, response) => {
      if (request.headers.range === undefined) return ranged(other, '"v2"', request, response);
      response.writeHead(206, { ETag: '"v1"', 'Content-Length': 3000 }).end(other.subarray(2000));
    },
    'the range cannot be had': (request, response) => {
      if (request.headers.range === undefined) return ranged(other, '"v2"', request, response);
      response.writeHead(416).end();
    },
    'the source ignores the range': (_, response) => void response.writeHead(200).end(other),
  };
  for (const [name, answer] of Object.entries(answers)) {
    let calls = 0;
    await t.test(name, () =>
      from(
        (request, response) => (calls++ === 0 ? ranged(CONTENT, '"v1"', request, response, 2000) : answer(request, response)),
        async ({ again }) => assert.deepEqual(await again(), other),
      ),
    );
  }
  for (const etag of ['W/"v1"', 'v1', '""', undefined])
    await t.test(`nothing is resumed with the ETag ${etag}`, () => {
      let calls = 0;
      const headers = etag === undefined ? {} : { ETag: etag };
      return from(
        (_, response) => {
          response.writeHead(200, { ...headers, 'Content-Length': 5000 });
          if (calls++ === 0) response.write(CONTENT.subarray(0, 2000), () => setTimeout(() => response.destroy(), 5));
          else response.end(other);
        },
        async ({ again, requests }) => {
          await assert.rejects(again(), { code: 'HG_UNAVAILABLE_SOURCE' });
          assert.deepEqual(await again(), other);
          assert.equal(requests[1]?.headers.range, undefined);
        },
      );
    });
});

/** Each never ends, or is more than it may be. */
const HOSTILE: Readonly<Record<string, readonly [code: string, listener: RequestListener, wanted?: Omit<Partial<Wanted>, 'url'>]>> = {
  'a body without an end': ['HG_LIMIT_BYTES', (_, response) => endless(response.writeHead(200), 65_536)],
  'a length past the budget': ['HG_LIMIT_BYTES', (_, response) => void response.writeHead(200, { 'Content-Length': 10 ** 12 }).write('x')],
  'a body of a byte now and then': ['HG_LIMIT_DEADLINE', (_, response) => drip(response.writeHead(200))],
  'an answer that never comes': ['HG_LIMIT_DEADLINE', () => undefined],
  'interim answers for ever': ['HG_LIMIT_DEADLINE', (_, response) => void setInterval(() => response.destroyed || response.writeProcessing(), 50).unref()],
  'a body that stands still': ['HG_LIMIT_DEADLINE', (_, response) => void response.writeHead(200, { 'Content-Length': 5000 }).write('xx')],
  'headers without an end': ['HG_UNAVAILABLE_SOURCE', (_, response) => void response.writeHead(200, { 'X-Long': 'x'.repeat(100_000) }).end()],
  'many headers': [
    'HG_UNAVAILABLE_SOURCE',
    (_, response) => void response.writeHead(200, Object.fromEntries([...Array(1500).keys()].map((n) => [`x-${n}`, 'yyyyyyyy']))).end(),
  ],
  'a body in an encoding': ['HG_UNAVAILABLE_SOURCE', (_, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(CONTENT)],
  'another length than listed': [
    'HG_UNAVAILABLE_SOURCE',
    (_, response) => void response.writeHead(200, { 'Content-Length': 5000 }).end(CONTENT),
    { size: 4999 },
  ],
  'fewer bytes than listed': ['HG_UNAVAILABLE_SOURCE', (_, response) => void response.writeHead(200).end(CONTENT), { size: 5001 }],
  'more bytes than listed': ['HG_UNAVAILABLE_SOURCE', (_, response) => void response.writeHead(200).end(CONTENT), { size: 4999 }],
  'fewer bytes than announced': ['HG_UNAVAILABLE_SOURCE', (_, response) => cut(response.writeHead(200, { 'Content-Length': 5001 }))],
  'no HTTP': ['HG_UNAVAILABLE_SOURCE', (request) => void request.socket.end('SSH-2.0-OpenSSH_9\r\n\r\n')],
  'two lengths': ['HG_UNAVAILABLE_SOURCE', (request) => void request.socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd')],
  'status 404': ['HG_NOT_FOUND', (_, response) => void response.writeHead(404).end()],
  'status 401': ['HG_AUTH_REQUIRED', (_, response) => void response.writeHead(401).end()],
  'status 403': ['HG_AUTH_DENIED', (_, response) => void response.writeHead(403).end()],
  'status 500': ['HG_UNAVAILABLE_SOURCE', (_, response) => void response.writeHead(500).end()],
  'a part that nobody asked for': [
    'HG_UNAVAILABLE_SOURCE',
    (_, response) => void response.writeHead(206, { 'Content-Range': 'bytes 0-9/10' }).end('0123456789'),
  ],
};

function endless(response: ServerResponse, bytes: number): void {
  const more = (): void => void (response.destroyed || response.write(Buffer.alloc(bytes), more));
  more();
}

const drip = (response: ServerResponse): void => void setInterval(() => response.destroyed || response.write('x'), 100).unref();

const cut = (response: ServerResponse): void => void response.write(CONTENT, () => setTimeout(() => response.destroy(), 5));

test('trust/download-bounds: a hostile source ends with a code, in time and within its bytes', needsOpenssl, async (t) => {
  for (const [name, [code, listener, wanted]] of Object.entries(HOSTILE))
    await t.test(name, () =>
      from(
        listener,
        async ({ again, place }) => {
          const begun = performance.now();
          await assert.rejects(again(wanted), { code, name: 'HorngateError' });
          assert.ok(performance.now() - begun < 5000, 'in time');
          assert.ok(!existsSync(place) || readFileSync(place).length <= 100_000, 'within its bytes');
        },
        { stallMs: 400 },
      ),
    );
});

test('a link in the place of a partial file is not followed', needsOpenssl, () =>
  from(
    (request, response) => ranged(CONTENT, '"v1"', request, response),
    async ({ again, place }) => {
      symlinkSync(join(folder, 'victim'), place);
      await assert.rejects(again());
      assert.equal(existsSync(join(folder, 'victim')), false);
    },
  ),
);
