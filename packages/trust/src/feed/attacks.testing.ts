import type { Code } from '@horngate/core/words';
import { changed, type FeedCase, mixed, newRoles, PAST, ROLES_1, ROOT_1, root, state, targetOf } from './feed.testing.ts';
import type { Canonical } from './write/canonical-json.ts';
import { signMetadata } from './write/feed-key.ts';
import type { FeedRoles } from './write/metadata.ts';
import type { FeedFiles } from './write/write-feed.ts';

export interface Attack extends FeedCase {
  readonly code: Code;
  /** The reader of TUF alone takes it: what stands around it refuses it. */
  readonly oursAlone?: true;
}

const ROOT = String(ROOT_1['metadata/1.root.json']);
const at = (version: number, more: Partial<Parameters<typeof state>[0]> = {}): FeedFiles => ({ ...ROOT_1, ...state({ version, ...more }) });
const STRANGERS = newRoles();
const ROTATED: FeedRoles = { ...ROLES_1, keys: { ...ROLES_1.keys, root: STRANGERS.keys.root } };
const NEW_TIMESTAMP: FeedRoles = { ...ROLES_1, keys: { ...ROLES_1.keys, timestamp: STRANGERS.keys.timestamp } };

interface Signature {
  readonly keyid: string;
  readonly sig: string;
}

/** Metadata of any role, to be changed. */
interface Loose {
  version: number;
  expires: string;
  meta: Record<string, { version: number }>;
  targets: Record<string, { hashes: object }>;
  keys: Record<string, unknown>;
  roles: { targets: { keyids: string[] } };
}

/** Signed again by the right keys: the change is what a signer with bad intent, or a mended forgery, would bring. */
function resigned(
  files: FeedFiles,
  name: RegExp,
  role: 'targets' | 'snapshot' | 'timestamp' | 'root',
  change: (signed: Loose) => void,
  roles = ROLES_1,
): FeedFiles {
  return changed(files, name, (text) => {
    const { signed } = JSON.parse(text);
    change(signed);
    return signMetadata(signed, roles.keys[role]);
  });
}

const onlySignatures = (text: string, choose: (signatures: Signature[]) => unknown[]): string => {
  const { signatures, signed } = JSON.parse(text);
  return JSON.stringify({ signatures: choose(signatures), signed });
};

const first = { root: ROOT, before: [at(1)] };
const second = { root: ROOT, before: [at(1), at(2)] };

/** Attacks of the specification (TUF 1.0.34, 1.5.2), each against a client that has seen something. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'rollback: the state before': { ...second, last: at(1), code: 'HG_REFUSED_ROLLBACK' },
  'rollback: a newer timestamp of an older snapshot': { ...second, last: at(3, { versions: { snapshot: 1, targets: 1 } }), code: 'HG_REFUSED_ROLLBACK' },
  'rollback: a newer snapshot of older advisories': { ...second, last: at(3, { versions: { targets: 1 } }), code: 'HG_REFUSED_ROLLBACK' },
  'rollback: advisories that are not in the snapshot any more': {
    ...second,
    last: at3Without(),
    code: 'HG_REFUSED_ROLLBACK',
  },
  'rollback: an older root as the next one': { ...first, last: { ...at(2), 'metadata/2.root.json': ROOT }, code: 'HG_REFUSED_ROLLBACK' },
  'freeze: the timestamp has expired': { ...first, last: at(2, { expires: { timestamp: PAST } }), code: 'HG_REFUSED_EXPIRED' },
  'freeze: the snapshot has expired': { ...first, last: at(2, { expires: { snapshot: PAST } }), code: 'HG_REFUSED_EXPIRED' },
  'freeze: the advisories have expired': { ...first, last: at(2, { expires: { targets: PAST } }), code: 'HG_REFUSED_EXPIRED' },
  'freeze: the root has expired': { ...first, last: { ...at(2), ...root(2, ROLES_1, undefined, PAST) }, code: 'HG_REFUSED_EXPIRED' },
  'mix and match: the snapshot of another state': {
    ...first,
    last: mixed(at(2), at(2, { target: targetOf('2026-11-01T00:00:00Z') }), /2\.snapshot/),
    code: 'HG_REFUSED_FEED',
  },
  'mix and match: the advisories of another state': {
    ...first,
    last: mixed(at(2), at(2, { target: targetOf('2026-11-01T00:00:00Z') }), /2\.targets/),
    code: 'HG_REFUSED_FEED',
  },
  'mix and match: an older snapshot under a newer name': {
    ...first,
    last: mixed(at(2), { 'metadata/2.snapshot.json': String(at(1)['metadata/1.snapshot.json']) }, /2\.snapshot/),
    code: 'HG_REFUSED_FEED',
  },
  'threshold: one of two signatures': { ...first, last: thin(onlyOf(1)), code: 'HG_REFUSED_SIGNATURE' },
  'threshold: one key signs for two': {
    ...first,
    last: thin(([one, two]) => [one, { ...two, sig: one?.sig }]),
    code: 'HG_REFUSED_SIGNATURE',
  },
  'threshold: no signature': { ...first, last: thin(() => []), code: 'HG_REFUSED_SIGNATURE' },
  'threshold: one signature twice': { ...first, last: thin((signatures) => [signatures[0], signatures[0]]), code: 'HG_REFUSED_FEED' },
  "threshold: strangers' keys": { ...first, last: { ...ROOT_1, ...state({ version: 2 }, STRANGERS) }, code: 'HG_REFUSED_SIGNATURE' },
  'threshold: a root of strangers': { ...first, last: { ...ROOT_1, ...root(2, STRANGERS), ...state({ version: 2 }, STRANGERS) }, code: 'HG_REFUSED_SIGNATURE' },
  'threshold: a root that its own keys did not sign': {
    ...first,
    last: { ...at(2), 'metadata/2.root.json': signMetadata(signedOf(root(2, ROTATED), /2\.root/), ROLES_1.keys.root) },
    code: 'HG_REFUSED_SIGNATURE',
  },
  'threshold: the timestamp signed by the key of the snapshot': {
    ...first,
    last: changed(at(2), /timestamp/, (text) => signMetadata(JSON.parse(text).signed, ROLES_1.keys.snapshot)),
    code: 'HG_REFUSED_SIGNATURE',
  },
  'a root is left out': { ...first, last: { ...at(2), 'metadata/2.root.json': String(root(3)['metadata/3.root.json']) }, code: 'HG_REFUSED_FEED' },
  'a snapshot for a timestamp': {
    ...first,
    last: mixed(at(2), { 'metadata/timestamp.json': String(at(2)['metadata/2.snapshot.json']) }, /timestamp/),
    code: 'HG_REFUSED_FEED',
  },
  'a changed advisory': { ...first, last: changed(at(2), /advisories/, (text) => text.replace('CVE-2126-0001', 'CVE-2126-0002')), code: 'HG_ARTIFACT_DIGEST' },
  'a longer advisory': { ...first, last: changed(at(2), /advisories/, (text) => `${text} `), code: 'HG_LIMIT_BYTES' },
  'endless data for a timestamp': { ...first, last: changed(at(2), /timestamp/, (text) => text + ' '.repeat(2 ** 20)), code: 'HG_LIMIT_BYTES' },
  'endless data for a root': { ...first, last: { ...at(2), 'metadata/2.root.json': ' '.repeat(2 ** 20) }, code: 'HG_LIMIT_BYTES' },
  'metadata that is none': { ...first, last: changed(at(2), /timestamp/, () => '<html>'), code: 'HG_REFUSED_FEED' },
  'no feed at all': { ...first, last: { 'metadata/readme': '' }, code: 'HG_NOT_FOUND' },
  'no advisories in it': { ...first, last: resign3(at(2), (signed) => delete signed.targets['advisories.json']), code: 'HG_REFUSED_FEED' },
  'a date that never comes': {
    ...first,
    last: resigned(at(2), /timestamp/, 'timestamp', (signed) => (signed.expires = 'never')),
    code: 'HG_REFUSED_FEED',
    oursAlone: true,
  },
  'one key twice in the root, under two names': { ...first, last: doubled(), code: 'HG_REFUSED_FEED', oursAlone: true },
  'a key twice in an object': {
    ...first,
    last: changed(at(2), /timestamp/, (text) => text.replace('"signed": {', '"signed": { "version": 1,')),
    code: 'HG_REFUSED_FEED',
    oursAlone: true,
  },
  'advisories named without a digest': {
    ...first,
    last: resign3(at(2), (signed) => Object.assign(signed.targets['advisories.json'] ?? {}, { hashes: {} })),
    code: 'HG_REFUSED_FEED',
  },
};

/** What must be taken: each looks a little like one of the attacks. */
export const GOOD: Readonly<Record<string, FeedCase>> = {
  'the next state': { ...first, last: at(2) },
  'the same state again': { ...first, last: at(1) },
  'several states later': { ...first, last: at(9) },
  'an empty feed': { ...first, last: at(2, { target: targetOf('2026-11-24T00:00:00Z', []) }) },
  'two of three signatures': { ...first, last: thin(onlyOf(2)) },
  'the keys of the root change': { ...first, last: { ...at(2), ...root(2, ROTATED, ROLES_1) } },
  'two roots later': { ...first, last: { ...at(2), ...root(2, ROTATED, ROLES_1), ...root(3, ROLES_1, ROTATED) } },
  'an expired root between': { ...first, last: { ...at(2), ...root(2, ROTATED, ROLES_1, PAST), ...root(3, ROLES_1, ROTATED) } },
  // TUF 1.0.34, 5.3.11: a new key of the timestamp is how a feed recovers from one that somebody else drove to a high version.
  'recovery from a version far ahead': {
    root: ROOT,
    before: [at(1), at(1_000_000)],
    last: { ...ROOT_1, ...root(2, NEW_TIMESTAMP), ...state({ version: 2, versions: { snapshot: 1_000_001, targets: 1_000_001 } }, NEW_TIMESTAMP) },
  },
};

function onlyOf(count: number) {
  return (signatures: unknown[]): unknown[] => signatures.slice(0, count);
}

/** State 2 with other signatures on its advisories, and what names them made to fit. */
function thin(choose: (signatures: Signature[]) => unknown[]): FeedFiles {
  return refitted(changed(at(2), /2\.targets/, (text) => onlySignatures(text, choose)));
}

function resign3(files: FeedFiles, change: (signed: Loose) => void): FeedFiles {
  return refitted(resigned(files, /2\.targets/, 'targets', change));
}

/** Length and digest of the advisories' metadata into the snapshot, of the snapshot into the timestamp: left out, as the specification allows. */
function refitted(files: FeedFiles): FeedFiles {
  const bare = (name: string) => (signed: Loose) => {
    signed.meta[name] = { version: signed.meta[name]?.version ?? 0 };
  };
  return resigned(resigned(files, /snapshot/, 'snapshot', bare('targets.json')), /timestamp/, 'timestamp', bare('snapshot.json'));
}

function at3Without(): FeedFiles {
  const snapshot = resigned(at(3), /snapshot/, 'snapshot', (signed) => (signed.meta = { 'other.json': { version: 9 } }));
  return resigned(snapshot, /timestamp/, 'timestamp', (signed) => (signed.meta['snapshot.json'] = { version: 3 }));
}

function doubled(): FeedFiles {
  const twice = thin(([first]) => [first, { ...first, keyid: 'again' }]);
  return resigned({ ...twice, ...root(2) }, /2\.root/, 'root', (signed) => {
    const [id = ''] = signed.roles.targets.keyids;
    signed.keys['again'] = signed.keys[id];
    signed.roles.targets.keyids = [id, 'again'];
  });
}

function signedOf(files: FeedFiles, name: RegExp): Canonical {
  return JSON.parse(String(files[Object.keys(files).find((key) => name.test(key)) ?? ''])).signed;
}
