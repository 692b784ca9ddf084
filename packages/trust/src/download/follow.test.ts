import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { test } from 'node:test';
import { follow, type Question } from './follow.ts';
import type { Network } from './network.ts';
import { Pulse } from './pulse.ts';
import { readBody } from './read-body.ts';
import { needsOpenssl, type Served, serve, testNetwork } from './server.testing.ts';

async function body(question: Question, network: Network): Promise<string> {
  const pulse = new Pulse(question.url, network.stallMs);
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of readBody(await follow(question, network, pulse), 1000, pulse)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  } finally {
    pulse.stop();
  }
}

type Pages = Readonly<Record<string, (request: IncomingMessage, response: ServerResponse, served: Served) => void>>;

async function withPages(pages: Pages, work: (served: Served) => Promise<void>, scheme: 'https' | 'http' = 'https'): Promise<void> {
  const served: Served = await serve((request, response) => (pages[request.url ?? ''] ?? theEnd)(request, response, served), scheme);
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

const theEnd = (_: IncomingMessage, response: ServerResponse): void => void response.end('end');

const to = (location: string) => (_: IncomingMessage, response: ServerResponse) => void response.writeHead(302, { Location: location }).end();

const WRONG: Readonly<Record<string, readonly [location: string, code: string]>> = {
  'the metadata of a cloud': ['https://169.254.169.254/latest/meta-data/', 'HG_REFUSED_SOURCE'],
  'the metadata of a cloud, as a number': ['https://2852039166/', 'HG_REFUSED_SOURCE'],
  'loopback at another port': ['https://127.0.0.1:1/', 'HG_REFUSED_SOURCE'],
  'loopback by IPv6': ['https://[::ffff:127.0.0.1]/', 'HG_REFUSED_SOURCE'],
  'a private name': ['https://private.test/', 'HG_REFUSED_SOURCE'],
  'a file': ['file:///etc/passwd', 'HG_REFUSED_SOURCE'],
  'plain HTTP': ['http://models.test/', 'HG_REFUSED_SOURCE'],
  'data in the address': ['data:text/plain,x', 'HG_REFUSED_SOURCE'],
  'an address with a password': ['https://u:secret@models.test/', 'HG_REFUSED_SOURCE'],
  'no address': ['https://[', 'HG_UNAVAILABLE_SOURCE'],
};

test('trust/download-redirect: each redirect is checked like the first address', needsOpenssl, async (t) => {
  for (const [name, [location, code]] of Object.entries(WRONG))
    await t.test(`refuses a redirect to ${name}`, () =>
      withPages({ '/m': to(location) }, (served) =>
        assert.rejects(
          body({ url: new URL(`${served.origin()}/m`) }, testNetwork([served.origin()])),
          (error: Error & { code: string }) => error.code === code && !error.message.includes('secret'),
        ),
      ),
    );
  await t.test('follows five, and no sixth', () =>
    withPages(Object.fromEntries([0, 1, 2, 3, 4, 5].map((n) => [`/${n}`, to(`/${n + 1}`)])), async (served) => {
      const network = testNetwork([served.origin()]);
      assert.equal(await body({ url: new URL(`${served.origin()}/1`) }, network), 'end');
      await assert.rejects(body({ url: new URL(`${served.origin()}/0`) }, network), { code: 'HG_REFUSED_SOURCE' });
    }),
  );
  await t.test('plain HTTP to another origin of the policy, by HTTP, is none the less only for the one that is named', () =>
    withPages(
      { '/m': to('http://other.test/') },
      (served) => assert.rejects(body({ url: new URL(`${served.origin()}/m`) }, testNetwork([served.origin()])), { code: 'HG_REFUSED_SOURCE' }),
      'http',
    ),
  );
});

test('trust/download-downgrade: nothing that began with TLS goes on without, to an origin that the policy names neither', needsOpenssl, async () => {
  const plain = await serve((_, response) => response.end('end'), 'http');
  try {
    await withPages({ '/m': to(`${plain.origin('other.test')}/`) }, async (served) => {
      const network = testNetwork([served.origin(), plain.origin('other.test')]);
      assert.equal(await body({ url: new URL(plain.origin('other.test')) }, network), 'end');
      await assert.rejects(body({ url: new URL(`${served.origin()}/m`) }, network), { code: 'HG_REFUSED_SOURCE' });
    });
  } finally {
    await plain.close();
  }
});

test('trust/download-pinned-address: the connection goes to the address that was checked', needsOpenssl, async (t) => {
  await t.test('a name is looked up once for each hop; no other resolver is asked', () =>
    withPages({}, async (served) => {
      const asked: string[] = [];
      const resolve = async (name: string): Promise<string[]> => {
        asked.push(name);
        // A second answer would lead elsewhere: rebinding.
        return asked.length === 1 ? ['127.0.0.1'] : ['192.0.2.1'];
      };
      assert.equal(await body({ url: new URL(served.origin()) }, testNetwork([served.origin()], { resolve })), 'end');
      assert.deepEqual(asked, ['models.test']);
    }),
  );
  await t.test('an address that does not answer is passed over for the next', () =>
    withPages({}, async (served) => {
      const resolve = async (): Promise<string[]> => ['127.0.0.2', '127.0.0.1'];
      assert.equal(await body({ url: new URL(served.origin()) }, testNetwork([served.origin()], { resolve })), 'end');
    }),
  );
  await t.test('a name that answers publicly first and privately then is refused then', () =>
    withPages({ '/m': (_, response, { port }) => void response.writeHead(302, { Location: `https://other.test:${port}/` }).end() }, (served) =>
      assert.rejects(body({ url: new URL(`${served.origin()}/m`) }, testNetwork([served.origin()])), { code: 'HG_REFUSED_SOURCE' }),
    ),
  );
});

test('trust/download-tls: who answers must prove its name', needsOpenssl, async (t) => {
  const strict = (served: Served, name: string, more: Partial<Network> = {}): Promise<string> =>
    body({ url: new URL(served.origin(name)) }, testNetwork([served.origin(name)], more));
  await t.test('a certificate of nobody', () =>
    withPages({}, async (served) => {
      const { roots: _, ...network } = testNetwork([served.origin()]);
      await assert.rejects(body({ url: new URL(served.origin()) }, network), { code: 'HG_UNAVAILABLE_SOURCE' });
    }),
  );
  await t.test('a certificate for another name', () =>
    withPages({}, (served) => assert.rejects(strict(served, 'third.test'), { code: 'HG_UNAVAILABLE_SOURCE', message: /another name/ })),
  );
  await t.test('a certificate for the address', () => withPages({}, async (served) => assert.equal(await strict(served, '127.0.0.1'), 'end')));
  await t.test('NODE_TLS_REJECT_UNAUTHORIZED does not say otherwise', async () => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await withPages({}, (served) => assert.rejects(strict(served, 'third.test'), { code: 'HG_UNAVAILABLE_SOURCE' }));
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
  });
});

test('trust/download-token: a token goes to the origin that it was given for, and to no other', needsOpenssl, async (t) => {
  const seen: (readonly [host: string | undefined, token: string | undefined])[] = [];
  const see = (request: IncomingMessage): void => void seen.push([request.headers.host?.split(':')[0], request.headers.authorization]);
  const pages: Pages = {
    '/m': (request, response) => {
      see(request);
      response.writeHead(302, { Location: '/same' }).end();
    },
    '/same': (request, response, { port }) => {
      see(request);
      response.writeHead(307, { Location: `https://other.test:${port}/other` }).end();
    },
    '/other': (request, response, { port }) => {
      see(request);
      response.writeHead(307, { Location: `https://models.test:${port}/back` }).end();
    },
    '/back': (request, response) => {
      see(request);
      response.end('end');
    },
  };
  await t.test('nor back, once it was left', () =>
    withPages(pages, async (served) => {
      const network = testNetwork([served.origin(), served.origin('other.test')]);
      assert.equal(await body({ url: new URL(`${served.origin()}/m`), token: 'hf_secret' }, network), 'end');
      assert.deepEqual(seen, [
        ['models.test', 'Bearer hf_secret'],
        ['models.test', 'Bearer hf_secret'],
        ['other.test', undefined],
        ['models.test', undefined],
      ]);
    }),
  );
  await t.test('no cookie is kept', () =>
    withPages(
      {
        '/m': (_, response) => void response.writeHead(302, { Location: '/n', 'Set-Cookie': 'a=b' }).end(),
        '/n': (request, response) => void response.end(String(request.headers.cookie)),
      },
      async (served) => assert.equal(await body({ url: new URL(`${served.origin()}/m`) }, testNetwork([served.origin()])), 'undefined'),
    ),
  );
});

test('no proxy of the environment is obeyed', needsOpenssl, async () => {
  const names = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'];
  for (const name of names) process.env[name] = 'http://127.0.0.1:1';
  try {
    await withPages({}, async (served) => assert.equal(await body({ url: new URL(served.origin()) }, testNetwork([served.origin()])), 'end'));
  } finally {
    for (const name of names) delete process.env[name];
  }
});
