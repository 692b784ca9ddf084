import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fulcioHandler, type HandlerFn, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from '@sigstore/mock';

/** An instance of Sigstore on loopback, by `@sigstore/mock`: an authority that believes every token, and a log. */
export interface Instance {
  readonly fulcioUrl: string;
  readonly rekorUrl: string;
  /** `trusted_root.json`. */
  readonly trustedRoot: Buffer;
  close(): void;
}

const SINCE = { start: '2024-01-01T00:00:00Z' };
const base64 = (bytes: ArrayBufferView | Buffer): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

export async function startInstance(): Promise<Instance> {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ctlog = await initializeCTLog(keys);
  const ca = await initializeCA(keys, ctlog);
  const tlog = await initializeTLog('https://rekor.example', keys);
  const fulcio = await serve(fulcioHandler(ca));
  const rekor = await serve(rekorHandler({ ...tlog, publicKey: tlog.publicKey, log: (entry) => tlog.log(asRekorKeepsIt(entry as Proposed)) }));
  const log = (publicKey: Buffer, keyId: string): unknown => ({
    baseUrl: 'https://rekor.example',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: SINCE },
    logId: { keyId },
  });
  const trustedRoot = Buffer.from(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [log(tlog.publicKey, createHash('sha256').update(tlog.publicKey).digest('base64'))],
      ctlogs: [log(ctlog.publicKey, base64(ctlog.logID))],
      certificateAuthorities: [
        {
          subject: { organization: 'example', commonName: 'example' },
          uri: fulcio.url,
          certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
          validFor: SINCE,
        },
      ],
      timestampAuthorities: [],
    }),
  );
  return {
    fulcioUrl: fulcio.url,
    rekorUrl: rekor.url,
    trustedRoot,
    close: () => {
      fulcio.server.close();
      rekor.server.close();
    },
  };
}

interface Proposed {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: { readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] } };
}

/** Rekor keeps digests of a DSSE envelope, not what was proposed (`pkg/types/dsse/v0.0.1`); the mock keeps what it is given. */
function asRekorKeepsIt(entry: Proposed): object {
  const content = entry.spec.proposedContent;
  if (entry.kind !== 'dsse' || content === undefined) return entry;
  const hash = (bytes: Buffer | string): object => ({ algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') });
  const envelope = JSON.parse(content.envelope);
  return {
    apiVersion: entry.apiVersion,
    kind: entry.kind,
    spec: {
      envelopeHash: hash(content.envelope),
      payloadHash: hash(Buffer.from(envelope.payload, 'base64')),
      signatures: envelope.signatures.map(({ sig }: { sig: string }) => ({ signature: sig, verifier: content.verifiers[0] })),
    },
  };
}

async function serve({ path, fn }: { readonly path: string; readonly fn: HandlerFn }): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const answer = request.url === path ? await fn(Buffer.concat(parts).toString()) : { statusCode: 404, response: '' };
    response.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(answer.response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

/** A token as an identity provider signs it; the mock reads it without looking at the signature. */
export const tokenOf = (identity: string, issuer: string): string =>
  [{ alg: 'RS256' }, { sub: identity, iss: issuer, aud: 'sigstore' }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('x')
    .join('.');
