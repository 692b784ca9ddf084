import { type Digest, isDigest } from './artifact.ts';
import { type Instant, isInstant } from './instant.ts';
import { anyObject, type Data, list, need, object, pick, wrong } from './policy-fields.ts';

/** Section `trust` of the Policy: who may sign what. */
export interface TrustPolicy {
  /** Origins to download from that may be private: of these alone, loopback and private addresses and `http:` are asked. */
  readonly sources: readonly string[];
  /** What becomes of a model that no rule names. Where there are rules, it is `deny` unless the operator says otherwise. */
  readonly default: 'deny' | 'warn';
  /** Whom the operator knows, by names of the operator's. */
  readonly signers: Readonly<Record<string, TrustedSigner>>;
  /** Every rule that names a model must be met. */
  readonly rules: readonly TrustRule[];
  readonly revoked: Revoked;
}

/** A key as PEM; whoever has a certificate under one of some roots; or an identity of Sigstore and who vouches for it. */
export type TrustedSigner = Validity &
  (
    | { readonly mode: 'key'; readonly key: string }
    /** `subject`: exactly these parts of the name in the certificate, such as `CN=release`; null: any. */
    | { readonly mode: 'certificate'; readonly roots: string; readonly subject: readonly string[] | null }
    /** `trustedRoot`: Sigstore's own JSON of the instance's authorities and logs; null: the public one, as this release carries it. */
    | { readonly mode: 'sigstore'; readonly identity: string; readonly issuer: string; readonly trustedRoot: Data | null }
  );

/** When a signer counts. A signature by a key does not say when it was made, so that the time of use decides. */
export interface Validity {
  readonly notBefore: Instant | null;
  readonly notAfter: Instant | null;
}

export interface TrustRule {
  /** Globs over the places of a model, see `matchesPlace`. */
  readonly models: readonly string[];
  /** Names of `signers`. */
  readonly signers: readonly string[];
  /** How many of them must have signed, each by a key of its own. */
  readonly threshold: number;
}

export interface Revoked {
  /** Hints: SHA-256 of the PEM text of a public key, as `horngate key new` prints it. */
  readonly keys: readonly string[];
  /** SHA-256 of a certificate, 64 hexadecimal digits: of a leaf, a root, or one between. */
  readonly certificates: readonly string[];
  /** Files and models that are never to run again, whoever signed them. */
  readonly artifacts: readonly Digest[];
}

export const DEFAULT_TRUST: TrustPolicy = { sources: [], default: 'warn', signers: {}, rules: [], revoked: { keys: [], certificates: [], artifacts: [] } };

/** @throws HG_USAGE_POLICY */
export function readTrust(value: unknown): TrustPolicy {
  const data = object(value, '/trust', Object.keys(DEFAULT_TRUST));
  const given = Object.entries(anyObject(data['signers'] ?? {}, '/trust/signers'));
  const signers = Object.fromEntries(given.map(([name, one]) => [signerName(name, '/trust/signers'), readSigner(one, `/trust/signers/${name}`)]));
  const rules = list(data, 'rules', '/trust/rules', (one, pointer) => readRule(one, pointer, signers));
  return {
    sources: list(data, 'sources', '/trust/sources', readOrigin),
    default: pick(data, 'default', '/trust/default', isDefault, '"deny" or "warn"', rules.length > 0 ? 'deny' : 'warn'),
    signers,
    rules,
    revoked: readRevoked(data['revoked'] ?? {}),
  };
}

function signerName(name: string, pointer: string): string {
  if (/^[A-Za-z0-9][\w.@-]{0,99}$/.test(name)) return name;
  throw wrong(pointer, 'names of letters, digits, ".", "_", "-" and "@"', name);
}

const VALIDITY = ['notBefore', 'notAfter'];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  key: ['key'],
  certificate: ['roots', 'subject'],
  sigstore: ['identity', 'issuer', 'trustedRoot'],
};

function readSigner(value: unknown, pointer: string): TrustedSigner {
  const mode = anyObject(value, pointer)['mode'];
  const fields = typeof mode === 'string' && Object.hasOwn(FIELDS, mode) ? FIELDS[mode] : undefined;
  if (fields === undefined) throw wrong(`${pointer}/mode`, '"key", "certificate" or "sigstore"', mode);
  const data = object(value, pointer, ['mode', ...fields, ...VALIDITY]);
  const text = (name: string, is: (one: unknown) => one is string, wanted: string): string => need(data, name, `${pointer}/${name}`, is, wanted);
  const when = readValidity(data, pointer);
  if (mode === 'key') return { mode, key: text('key', isPublicKey, 'a public key in PEM'), ...when };
  if (mode === 'certificate') {
    const subject = pick(data, 'subject', `${pointer}/subject`, isTexts, 'a list of parts of a name, such as "CN=release"', null);
    return { mode, roots: text('roots', isCertificates, 'certificates in PEM'), subject, ...when };
  }
  const trustedRoot = data['trustedRoot'] === undefined ? null : anyObject(data['trustedRoot'], `${pointer}/trustedRoot`);
  return { mode: 'sigstore', identity: text('identity', isText, 'a text'), issuer: text('issuer', isText, 'a text'), trustedRoot, ...when };
}

function readValidity(data: Data, pointer: string): Validity {
  const at = (name: string): Instant | null =>
    pick<Instant | null>(data, name, `${pointer}/${name}`, isInstant, 'an instant such as "2027-01-01T00:00:00Z"', null);
  const [notBefore, notAfter] = [at('notBefore'), at('notAfter')];
  if (notBefore !== null && notAfter !== null && notAfter < notBefore) throw wrong(`${pointer}/notAfter`, `not before "${notBefore}"`, notAfter);
  return { notBefore, notAfter };
}

function readRule(value: unknown, pointer: string, known: TrustPolicy['signers']): TrustRule {
  const data = object(value, pointer, ['models', 'signers', 'threshold']);
  const models = need(data, 'models', `${pointer}/models`, isGlobs, 'a list of globs, such as "models/*.keras", with "**" only as a part of its own');
  const signers = namesOf(data['signers'], `${pointer}/signers`, known);
  const threshold = pick(data, 'threshold', `${pointer}/threshold`, isCount, 'a whole number >= 1', 1);
  if (threshold > signers.length) throw wrong(`${pointer}/threshold`, `at most ${signers.length}, as many as there are signers`, threshold);
  return { models, signers, threshold };
}

/** A list of names of `trust.signers`, each once. @throws HG_USAGE_POLICY */
export function namesOf(value: unknown, pointer: string, known: TrustPolicy['signers']): readonly string[] {
  if (!isTexts(value) || new Set(value).size < value.length) throw wrong(pointer, 'a list of different names of "/trust/signers"', value);
  const strange = value.find((name) => !Object.hasOwn(known, name));
  if (strange !== undefined) throw wrong(pointer, `one of ${Object.keys(known).join(', ') || '"/trust/signers", which has none'}`, strange);
  return value;
}

function readRevoked(value: unknown): Revoked {
  const data = object(value, '/trust/revoked', Object.keys(DEFAULT_TRUST.revoked));
  const hexes = (name: string): string[] =>
    list(data, name, `/trust/revoked/${name}`, (one, at) => checked(one, at, isHex, '64 hexadecimal digits in lower case'));
  return {
    keys: hexes('keys'),
    certificates: hexes('certificates'),
    artifacts: list(data, 'artifacts', '/trust/revoked/artifacts', (one, at) => checked(one, at, isDigest, '"sha256:" and 64 hexadecimal digits')),
  };
}

const readOrigin = (value: unknown, pointer: string): string =>
  checked(value, pointer, isOrigin, 'an origin, such as "https://models.example.org", in lower case, without a path');

function checked<T>(value: unknown, pointer: string, is: (one: unknown) => one is T, wanted: string): T {
  if (!is(value)) throw wrong(pointer, wanted, value);
  return value;
}

/** As every reader of addresses writes it: an origin in another spelling (upper case, a port that is the default, a path) would never be met. */
const isOrigin = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > 300) return false;
  const [, scheme, port] = /^(https?):\/\/(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::([1-9]\d{0,4}))?$/.exec(value) ?? [];
  return scheme !== undefined && port !== (scheme === 'http' ? '80' : '443') && Number(port ?? 1) < 65_536;
};

/** Parts without "." and "..", which no place has; "**" inside of a part would look like more than it does. */
const isGlob = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length <= 1000 &&
  value
    .replace(/^\//, '')
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && (part === '**' || !part.includes('**')) && !/[\\[\]{}?!]/.test(part));

const isGlobs = (value: unknown): value is readonly string[] => Array.isArray(value) && value.length > 0 && value.every(isGlob);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 1000;
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.length > 0 && value.length <= 64 && value.every(isText);
const isHex = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
const isDefault = (value: unknown): value is TrustPolicy['default'] => value === 'deny' || value === 'warn';
const isPublicKey = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 10_000 && /^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----\s*$/.test(value);
const isCertificates = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 1_000_000 && value.includes('-----BEGIN CERTIFICATE-----');
