import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlain, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Network, networkOf } from './network.ts';

/** An authority of our own, and a certificate for `models.test`, `other.test` and 127.0.0.1; undefined where no openssl is. */
export interface Authority {
  readonly roots: string;
  readonly key: string;
  readonly cert: string;
}

function makeAuthority(): Authority | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-authority-'));
  const openssl = (...args: string[]): boolean => spawnSync('openssl', args, { cwd: folder, stdio: 'ignore' }).status === 0;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:models.test,DNS:other.test,IP:127.0.0.1\n');
  try {
    const made =
      openssl(
        'req',
        '-x509',
        ...key,
        '-keyout',
        'ca.key',
        '-out',
        'ca.pem',
        '-days',
        '2',
        '-subj',
        '/CN=an authority for tests',
        '-addext',
        'basicConstraints=critical,CA:TRUE',
      ) &&
      openssl('req', ...key, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=models.test') &&
      openssl(
        'x509',
        '-req',
        '-in',
        'request.pem',
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        'cert.pem',
        '-days',
        '2',
        '-extfile',
        'names',
      );
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return made ? { roots: text('ca.pem'), key: text('key.pem'), cert: text('cert.pem') } : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const authority = makeAuthority();
/** For `test`: why it does not run. */
export const needsOpenssl = { skip: authority === undefined && 'no openssl is here to make a certificate with' };

export interface Served {
  readonly port: number;
  /** The origin under a name. */
  origin(name?: string): string;
  close(): Promise<void>;
}

/** A server on loopback; `secure` unless said otherwise. */
export async function serve(listener: RequestListener, scheme: 'https' | 'http' = 'https'): Promise<Served> {
  const server = scheme === 'http' ? createPlain(listener) : createServer({ key: authority?.key, cert: authority?.cert }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, origin: (name = 'models.test') => `${scheme}://${name}:${port}`, close };
}

/** A network where every name of `.test` is this machine; the system's resolver knows none of them. */
export const testNetwork = (sources: readonly string[], more: Partial<Network> = {}): Network =>
  networkOf({ sources, resolve: async () => ['127.0.0.1'], stallMs: 2000, ...(authority === undefined ? {} : { roots: authority.roots }), ...more });
