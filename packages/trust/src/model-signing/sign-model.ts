import type { KeyObject, X509Certificate } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { signBytes } from '../envelope/ecdsa.ts';
import { IN_TOTO, writeEnvelope } from '../envelope/envelope.ts';
import { pae } from '../envelope/pae.ts';
import type { Algorithm } from '../hashing/algorithm.ts';
import type { HashOptions } from '../hashing/hash-files.ts';
import { MEDIA_TYPE } from './bundle.ts';
import { hashModel } from './hash-model.ts';
import { GIT_NAMES, placeInside } from './ignored.ts';
import { keyHint } from './key-hint.ts';
import type { Serialization } from './manifest.ts';
import { isSafeName } from './names.ts';
import { rootDigest } from './root-digest.ts';
import { writeManifest } from './write-manifest.ts';

export interface SignOptions {
  readonly algorithm?: Algorithm;
  /** Bytes of a shard; the model is signed by files where it is absent. */
  readonly shardSize?: number;
  readonly allowSymlinks?: boolean;
  /** Paths in the model that are no part of it. They are signed as such, and every verifier is shown them. */
  readonly ignore?: readonly string[];
  /** Where the signature will lie: inside the model it is no part of it. */
  readonly signaturePath?: string;
  readonly onProgress?: HashOptions['onProgress'];
}

/** A signature that was just made. */
export interface NewSignature {
  /** Of `model.sig`. */
  readonly text: string;
  readonly root: `sha256:${string}`;
  /** How many files or shards are listed. */
  readonly resources: number;
}

/** The bytes of an in-toto statement, and what they say. */
export interface NewStatement extends Omit<NewSignature, 'text'> {
  readonly payload: Buffer;
}

/** What is to be signed of a model. @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_INPUT_NAME, HG_LIMIT_ENTRIES */
export async function statementOf(root: string, options: SignOptions = {}): Promise<NewStatement> {
  const { algorithm = 'sha256', shardSize = 0, allowSymlinks = false } = options;
  const ignorePaths = ignoredBy(root, options);
  const serialization: Serialization = { method: shardSize > 0 ? 'shards' : 'files', algorithm, shardSize, allowSymlinks, ignorePaths };
  const resources = await hashModel(root, serialization, ignorePaths, options.onProgress);
  const payload = writeManifest(basename(realpathSync(root)), serialization, resources);
  return { payload, root: `sha256:${rootDigest(resources.map(({ digest }) => digest))}`, resources: resources.length };
}

function ignoredBy(root: string, { ignore = [], signaturePath }: SignOptions): string[] {
  const wrong = ignore.find((path) => !isSafeName(path));
  if (wrong !== undefined) throw new HorngateError('HG_INPUT_NAME', `Cannot ignore "${wrong}" as it must be a plain path in the model`);
  if (statSync(root, { throwIfNoEntry: false })?.isFile()) return []; // one file has nothing beside it
  const place = signaturePath === undefined ? undefined : placeInside(root, signaturePath);
  return [...new Set([...GIT_NAMES, ...ignore, ...(place === undefined ? [] : [place])])];
}

/** Signs by a private key. @throws as `statementOf`; HG_INPUT_FORMAT for a key on another curve. */
export async function signByKey(root: string, key: KeyObject, options: SignOptions = {}): Promise<NewSignature> {
  const hint = keyHint(createPublicKey(key));
  return bundleOf(await statementOf(root, options), key, { publicKey: { hint } });
}

/** Signs by a private key whose certificate is the first of `chain`. @throws as `signByKey`; HG_INPUT_FORMAT where the certificate is of another key. */
export async function signByCertificate(root: string, key: KeyObject, chain: readonly X509Certificate[], options: SignOptions = {}): Promise<NewSignature> {
  if (chain[0]?.checkPrivateKey(key) !== true)
    throw new HorngateError('HG_INPUT_FORMAT', 'Cannot sign as the first certificate must be that of the key: it is not');
  const certificates = chain.map(({ raw }) => ({ rawBytes: raw.toString('base64') }));
  return bundleOf(await statementOf(root, options), key, { x509CertificateChain: { certificates } });
}

/** A bundle over any statement: what was said, by whom. */
export function bundleOf({ payload, ...said }: NewStatement, key: KeyObject, material: Readonly<Record<string, unknown>>): NewSignature {
  const dsseEnvelope = writeEnvelope({ payload, signature: signBytes(key, pae(IN_TOTO, payload)) });
  return { ...said, text: JSON.stringify({ mediaType: MEDIA_TYPE, verificationMaterial: { ...material, tlogEntries: [] }, dsseEnvelope }) };
}
