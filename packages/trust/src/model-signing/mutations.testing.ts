import { createHash, type KeyObject } from 'node:crypto';

import { signBytes } from '../envelope/ecdsa.ts';
import { IN_TOTO } from '../envelope/envelope.ts';
import { pae } from '../envelope/pae.ts';

interface LooseResource {
  name: unknown;
  algorithm: string;
  digest: string;
}

interface LooseStatement {
  _type: string;
  subject: { name?: string; digest: { sha256?: string | undefined; sha512?: string | undefined } }[];
  predicateType: string;
  predicate: { serialization: { hash_type?: unknown; method?: unknown; ignore_paths?: unknown }; resources: LooseResource[]; extra?: unknown };
}

interface LooseBundle {
  mediaType: string;
  verificationMaterial: { publicKey?: { hint?: string }; x509CertificateChain?: unknown };
  dsseEnvelope: { payload: string; payloadType: string; signatures: unknown[] };
}

/** A signature as loose data, so that a test can say things that our own writer cannot. */
export interface Loose {
  bundle: LooseBundle;
  statement: LooseStatement;
  /** Stands for the statement where it is there. */
  raw?: string;
  payloadType: string;
}

/** How a mutation is signed: anew by the right key, which is the sharper attack, or not at all. */
export type Mutation = readonly [name: string, change: (loose: Loose, random: () => number) => void, signed?: 'stale'];

export function loosen(text: string): Loose {
  const bundle = JSON.parse(text);
  return { bundle, statement: JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString()), payloadType: IN_TOTO };
}

/** Puts it together again, signed by `key` unless the signature is to stay what it was. */
export function tighten({ bundle, statement, raw, payloadType }: Loose, key: KeyObject, signed?: 'stale'): string {
  const payload = Buffer.from(raw ?? JSON.stringify(statement));
  const signature = signed === 'stale' ? undefined : { sig: signBytes(key, pae(payloadType, payload)).toString('base64'), keyid: '' };
  const envelope = bundle.dsseEnvelope;
  const signatures = signature === undefined ? envelope.signatures : [signature, ...envelope.signatures.slice(1)];
  return JSON.stringify({ ...bundle, dsseEnvelope: { ...envelope, payloadType, payload: payload.toString('base64'), signatures } });
}

/** The root of the list as it stands, so that a mutation is not refused for that alone. */
export function reroot({ statement }: Loose): void {
  const hash = createHash('sha256');
  for (const { digest } of statement.predicate.resources) hash.update(Buffer.from(digest, 'hex'));
  subject({ statement }).digest.sha256 = hash.digest('hex');
}

const subject = ({ statement }: Pick<Loose, 'statement'>): LooseStatement['subject'][number] => statement.subject[0] as LooseStatement['subject'][number];
const resources = (loose: Loose): LooseResource[] => loose.statement.predicate.resources;
const pick = <T>(items: readonly T[], random: () => number): T => items[Math.floor(random() * items.length)] as T;
const HEX = '0123456789abcdef';
const otherHex = (random: () => number): string => Array.from({ length: 64 }, () => pick([...HEX], random)).join('');
const rename =
  (to: (name: unknown) => string): Mutation[1] =>
  (loose, random) => {
    const one = pick(resources(loose), random);
    one.name = to(one.name);
    reroot(loose);
  };

/** Each must not verify; for each the reason is in its name, and holds by construction whatever `random` says. */
export const FATAL: readonly Mutation[] = [
  [
    'an entry twice',
    (loose, random) => {
      resources(loose).push({ ...pick(resources(loose), random) });
      reroot(loose);
    },
  ],
  [
    'an entry twice, first with another digest',
    (loose, random) => {
      resources(loose).unshift({ ...pick(resources(loose), random), digest: otherHex(random) });
      reroot(loose);
    },
  ],
  [
    'an entry of no file',
    (loose, random) => {
      resources(loose).push({ name: `no/${random()}`, algorithm: 'sha256', digest: otherHex(random) });
      reroot(loose);
    },
  ],
  [
    'an entry less',
    (loose, random) => {
      resources(loose).splice(Math.floor(random() * resources(loose).length), 1);
      reroot(loose);
    },
  ],
  [
    'no entries',
    (loose) => {
      loose.statement.predicate.resources = [];
      reroot(loose);
    },
  ],
  [
    'another digest',
    (loose, random) => {
      pick(resources(loose), random).digest = otherHex(random);
      reroot(loose);
    },
  ],
  [
    'another digest under the old root',
    (loose, random) => {
      pick(resources(loose), random).digest = otherHex(random);
    },
  ],
  [
    'another root',
    (loose, random) => {
      subject(loose).digest.sha256 = otherHex(random);
    },
  ],
  [
    'another order under the old root',
    (loose) => {
      resources(loose).reverse();
    },
  ],
  [
    'digests of two files exchanged',
    (loose, random) => {
      const list = resources(loose);
      const at = Math.floor(random() * (list.length - 1));
      const [a, b] = [list[at], list[at + 1]] as [LooseResource, LooseResource];
      [a.digest, b.digest] = [b.digest, a.digest];
      reroot(loose);
    },
  ],
  ['".." in a name', rename((name) => `../${name}`)],
  ['".." inside a name', rename((name) => `x/../${name}`)],
  ['"." in a name', rename((name) => `./${name}`)],
  ['an empty part', rename((name) => `a//${name}`)],
  ['a slash at the end', rename((name) => `${name}/`)],
  ['an absolute name', rename((name) => `/${name}`)],
  ['a backslash', rename((name) => `a\\${name}`)],
  ['a NUL', rename((name) => `${name}\0`)],
  ['an empty name', rename(() => '')],
  [
    'a name that is no text',
    (loose, random) => {
      pick(resources(loose), random).name = 5;
    },
  ],
  [
    'a digest with spaces',
    (loose, random) => {
      const one = pick(resources(loose), random);
      one.digest = ` ${one.digest}`;
    },
  ],
  [
    'a digest in capitals',
    (loose, random) => {
      const one = pick(resources(loose), random);
      one.digest = `A${one.digest.slice(1)}`;
      reroot(loose);
    },
  ],
  [
    'a short digest',
    (loose, random) => {
      const one = pick(resources(loose), random);
      one.digest = one.digest.slice(2);
      reroot(loose);
    },
  ],
  [
    "an algorithm that is not the list's",
    (loose, random) => {
      pick(resources(loose), random).algorithm = pick(['md5', 'sha512', 'blake3', ''], random);
    },
  ],
  [
    'another hash type',
    (loose, random) => {
      loose.statement.predicate.serialization.hash_type = pick(['md5', 'sha1', 'blake2b', '__proto__', 'sha256 '], random);
    },
  ],
  [
    'another method',
    (loose, random) => {
      loose.statement.predicate.serialization.method = pick(['shards', 'file', '', 'constructor'], random);
    },
  ],
  [
    'an ignore list that hides all',
    (loose, random) => {
      loose.statement.predicate.serialization.ignore_paths = [pick(['.', './', '', './/'], random)];
      resources(loose).length = 0;
      reroot(loose);
    },
  ],
  [
    'an ignore list that hides a signed file',
    (loose, random) => {
      loose.statement.predicate.serialization.ignore_paths = [pick(resources(loose), random).name];
    },
  ],
  [
    'an ignore list that is no list',
    (loose) => {
      loose.statement.predicate.serialization.ignore_paths = 'a';
    },
  ],
  [
    'another payload type',
    (loose, random) => {
      loose.payloadType = pick(['application/vnd.in-toto+xml', 'application/json', '', `${IN_TOTO} `], random);
    },
  ],
  [
    'another statement type',
    (loose, random) => {
      loose.statement._type = pick(['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1/', ''], random);
    },
  ],
  [
    'another predicate type',
    (loose, random) => {
      loose.statement.predicateType = pick(
        ['https://slsa.dev/provenance/v1', 'https://model_signing/signature/v1.1', 'https://model_signing/signature/v1.0/', ''],
        random,
      );
    },
  ],
  [
    'the predicate type of v0.2',
    (loose) => {
      loose.statement.predicateType = 'https://model_signing/Digests/v0.1';
    },
  ],
  [
    'two subjects',
    (loose) => {
      loose.statement.subject.push(subject(loose));
    },
  ],
  [
    'no subject',
    (loose) => {
      loose.statement.subject = [];
    },
  ],
  [
    'a subject with another digest',
    (loose) => {
      const { digest } = subject(loose);
      subject(loose).digest = { sha512: digest.sha256 };
    },
  ],
  [
    'a subject without a name',
    (loose) => {
      delete subject(loose).name;
    },
  ],
  [
    'two signatures',
    (loose) => {
      loose.bundle.dsseEnvelope.signatures.push(loose.bundle.dsseEnvelope.signatures[0]);
    },
  ],
  [
    'no signature',
    (loose) => {
      loose.bundle.dsseEnvelope.signatures = [];
    },
    'stale',
  ],
  [
    'another payload under the old signature',
    (loose) => {
      subject(loose).name = 'another';
    },
    'stale',
  ],
  [
    'a hint of another key',
    (loose, random) => {
      loose.bundle.verificationMaterial.publicKey = { hint: otherHex(random) };
    },
  ],
  [
    'two materials',
    (loose) => {
      loose.bundle.verificationMaterial.x509CertificateChain = { certificates: [{ rawBytes: '' }] };
    },
  ],
  [
    'no material',
    (loose) => {
      delete loose.bundle.verificationMaterial.publicKey;
    },
  ],
  [
    'another media type',
    (loose, random) => {
      loose.bundle.mediaType = pick(['application/vnd.dev.sigstore.bundle.v0.4+json', 'application/vnd.dev.sigstore.bundle+json;version=0.2', ''], random);
    },
  ],
  [
    'a key twice in the statement',
    (loose) => {
      const text = JSON.stringify(loose.statement);
      loose.raw = text.replace('{"_type"', '{"predicate":{},"_type"');
    },
  ],
  [
    'resources twice in the predicate',
    (loose) => {
      const text = JSON.stringify(loose.statement);
      loose.raw = text.replace('"resources":', '"resources":[],"resources":');
    },
  ],
  [
    'a statement in UTF-16',
    (loose) => {
      loose.raw = `\ufeff${JSON.stringify(loose.statement)}`;
    },
  ],
  [
    'a deep statement',
    (loose) => {
      loose.raw = '['.repeat(100_000);
    },
  ],
  [
    'a statement that is no object',
    (loose, random) => {
      loose.raw = pick(['null', '[]', '1', '""', ''], random);
    },
  ],
  [
    'a signed root of other files',
    (loose, random) => {
      for (const one of resources(loose)) one.digest = otherHex(random);
      reroot(loose);
    },
  ],
];

/** Each changes a signature without changing what it says: a control that what is refused is refused for its reason. */
export const HARMLESS: readonly Mutation[] = [
  ['nothing', () => undefined],
  [
    'another order, with its root',
    (loose) => {
      resources(loose).reverse();
      reroot(loose);
    },
  ],
  [
    'a field of the predicate that nobody knows',
    (loose) => {
      loose.statement.predicate.extra = { anything: [1, 2] };
    },
  ],
  [
    'the list that ignores what is not there',
    (loose) => {
      loose.statement.predicate.serialization.ignore_paths = ['not/there', '../outside', '/etc'];
    },
  ],
  [
    'no hint',
    (loose) => {
      loose.bundle.verificationMaterial.publicKey = {};
    },
  ],
  [
    'spaces in the statement',
    (loose) => {
      loose.raw = JSON.stringify(loose.statement, null, 3);
    },
  ],
  [
    'another name of the model',
    (loose) => {
      subject(loose).name = 'renamed';
    },
  ],
];
