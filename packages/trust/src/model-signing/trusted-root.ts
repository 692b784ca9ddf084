import { HorngateError } from '@horngate/core/words';
import { TrustedRoot as Specified } from '@sigstore/protobuf-specs';
import type { Field } from '../envelope/field.ts';
import { readStrict } from '../envelope/read-strict.ts';

/** The authorities and logs of a Sigstore instance, with where we have them from. */
export interface TrustedRoot {
  readonly source: string;
  /** The day on which the newest of its keys came into use: later ones are unknown to it. */
  readonly asOf: string;
  readonly specified: Specified;
}

const MAX_BYTES = 4 * 1024 * 1024;
const TRUST_CONFIG = /^application\/vnd\.dev\.sigstore\.clienttrustconfig\.v0\.1\+json$/;

/** `trusted_root.json`, or a client's trust configuration that holds one. It is the operator's own file. @throws HG_INPUT_FORMAT, HG_LIMIT_BYTES */
export function readTrustedRoot(bytes: Uint8Array, source: string): TrustedRoot {
  try {
    const field = readStrict(bytes, MAX_BYTES);
    const type = field.at('mediaType').text();
    return rootOf(TRUST_CONFIG.test(type) ? field.at('trustedRoot') : field, source);
  } catch (cause) {
    const { code, message } = cause as HorngateError;
    if (code === 'HG_LIMIT_BYTES') throw cause;
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot use "${source}" as it must be a trusted root of Sigstore: ${message}`, { cause });
  }
}

function rootOf(field: Field, source: string): TrustedRoot {
  const specified = Specified.fromJSON(field.json);
  const starts = [...specified.tlogs, ...specified.ctlogs].flatMap(({ publicKey }) => publicKey?.validFor?.start ?? []);
  const newest = Math.max(...[...starts, ...specified.certificateAuthorities.flatMap(({ validFor }) => validFor?.start ?? [])].map(Number));
  if (!Number.isFinite(newest)) field.fail('one that knows an authority or a log since some day');
  return { source, asOf: new Date(newest).toISOString().slice(0, 10), specified };
}

const PUBLIC = 'https://tuf-repo-cdn.sigstore.dev';

/** That of the public instance of Sigstore, as the library `@sigstore/tuf` carries it. Never fetched: a newer one is given as a file. */
export async function shippedTrustedRoot(): Promise<TrustedRoot> {
  const { default: seeds } = await import('@sigstore/tuf/seeds.json', { with: { type: 'json' } });
  const text = (seeds as Record<string, { readonly targets: Readonly<Record<string, string>> }>)[PUBLIC]?.targets['trusted_root.json'] ?? '';
  return readTrustedRoot(Buffer.from(text, 'base64'), 'shipped: the public instance of Sigstore');
}
