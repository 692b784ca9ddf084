import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import type { Algorithm } from '@horngate/trust/hashing';
import type { KeylessEndpoints, NewSignature, SignOptions } from '@horngate/trust/model-signing';
import { defineCommand, optionsOf, type Surface, wholeNumber } from '../command.ts';
import { type SecretOptions, secretFrom, smallFile, withSecret } from '../secret.ts';

interface Given extends SecretOptions {
  readonly key?: string;
  readonly certificate?: string;
  readonly keyless?: boolean;
  readonly fulcio?: string;
  readonly rekor?: string;
  readonly attest?: string;
  readonly signature?: string;
  readonly ignore?: readonly string[];
  readonly hash: string;
  readonly shardSize?: number;
  readonly allowSymlinks?: boolean;
  readonly json?: boolean;
}

const HASHES: readonly Algorithm[] = ['sha256', 'blake2b', 'blake3'];
const MAX_PEM = 1024 * 1024;

/** `horngate sign --key KEY.pem MODEL`: an OpenSSF model signature of a file or a folder, which Python's `model-signing` verifies too. */
export const signCommand = defineCommand({
  name: 'sign',
  summary: 'sign a model, in the format of OpenSSF Model Signing',
  example: 'horngate sign --key mine.pem model.keras   # writes model.keras.sig',
  opensModel: false,
  configure: (command) => {
    command
      .argument('<model>', 'a file or a folder; its bytes are hashed, never parsed')
      .option('--key <file>', 'the private key, PEM: P-256, P-384 or P-521')
      .option('--certificate <file>', 'certificates, PEM, that of the key first; without it, verifiers need the public key')
      .option('--attest <kind>', 'sign what is seen of the model now: scan, conversion or mlbom; by --key (default place: <model>.<kind>.att.json)')
      .option('--keyless', 'sign by an identity, over Sigstore: identity and digests become public for ever')
      .option('--fulcio <url>', 'the certificate authority to ask (default: the public one)')
      .option('--rekor <url>', 'the log to write to (default: the public one)')
      .option('--signature <file>', 'where to write it; never over a file that is there (default: <model>.sig; for a folder model.sig in it)')
      .option('--ignore <path...>', 'paths in the model that are no part of it; every verifier is shown them')
      .option('--hash <name>', 'sha256, blake2b or blake3', 'sha256')
      .option('--shard-size <bytes>', 'sign pieces of this many bytes, instead of whole files', wholeNumber('--shard-size', 1))
      .option('--allow-symlinks', 'a link to a file is that file; without it, links are an error');
    withSecret(command, 'passphrase', 'of an encrypted key');
    withSecret(command, 'identity-token', 'for --keyless, from your identity provider');
  },
  async run([model], given, surface) {
    const options = given as unknown as Given;
    expectOneWay(options);
    if (options.attest !== undefined) return attestation(model as string, options.attest, options, surface);
    const signature = options.signature ?? defaultPlace(model as string);
    expectAbsent(signature);
    const made = await signed(model as string, options, signOptions(options, signature));
    surface.progress.done();
    const { writeNew } = await import('@horngate/trust/model-signing');
    writeNew(signature, made.text);
    const { root, resources } = made;
    if (options.json) surface.print(`${JSON.stringify({ version: 1, model, signature, root, resources })}\n`);
    else surface.tell(`${signature}: signs ${root}, ${options.shardSize === undefined ? 'files' : 'shards'} listed: ${resources}`);
    return 0;
  },
});

async function attestation(model: string, what: string, given: Given, surface: Surface): Promise<number> {
  const { attested, kindOf } = await import('../attest.ts');
  const kind = kindOf(what);
  if (given.key === undefined || given.certificate !== undefined)
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot attest otherwise than by "--key" alone yet');
  const place = given.signature ?? `${model}.${kind}.att.json`;
  expectAbsent(place);
  const { readPrivateKey, writeNew } = await import('@horngate/trust/model-signing');
  const key = readPrivateKey(pemOf(given.key), given.key, secretFrom(given, 'passphrase'));
  const { text, digest } = await attested(kind, model, key, optionsOf({}, surface));
  surface.progress.done();
  writeNew(place, text);
  if (given.json) surface.print(`${JSON.stringify({ version: 1, model, attestation: place, kind, subject: digest })}\n`);
  else surface.tell(`${place}: attests the ${kind} of ${digest}`);
  return 0;
}

/** Exactly one of `--key` and `--keyless`. */
function expectOneWay({ key, keyless, certificate }: Given): void {
  if ((key === undefined) === (keyless !== true))
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot sign as "--key FILE" or "--keyless" must say how: give one');
  if (key === undefined && certificate !== undefined)
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot use "--certificate" without "--key" as it must be that of the key');
}

/** Inside a folder, so that it travels with it; beside a file. */
const defaultPlace = (model: string): string => (statSync(model, { throwIfNoEntry: false })?.isDirectory() ? join(model, 'model.sig') : `${model}.sig`);

/** Before a gigabyte is hashed; writing looks again. */
function expectAbsent(path: string): void {
  if (existsSync(path)) throw new HorngateError('HG_CONFLICT', `Cannot write "${path}" as it must not be there yet: nothing is overwritten`);
}

const signOptions = ({ ignore, hash, shardSize, allowSymlinks }: Given, signaturePath: string): SignOptions => ({
  algorithm: algorithmOf(hash),
  signaturePath,
  allowSymlinks: allowSymlinks === true,
  ...(ignore === undefined ? {} : { ignore }),
  ...(shardSize === undefined ? {} : { shardSize }),
});

function algorithmOf(name: string): Algorithm {
  const found = HASHES.find((known) => known === name);
  if (found === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--hash ${name}" as it must be one of ${HASHES.join(', ')}`);
  return found;
}

async function signed(model: string, given: Given, options: SignOptions): Promise<NewSignature> {
  const { readCertificates, readPrivateKey, signByCertificate, signByKey, signKeyless } = await import('@horngate/trust/model-signing');
  if (given.key === undefined) return signKeyless(model, tokenOf(given), endpointsOf(given), options);
  const key = readPrivateKey(pemOf(given.key), given.key, secretFrom(given, 'passphrase'));
  if (given.certificate === undefined) return signByKey(model, key, options);
  return signByCertificate(model, key, readCertificates(pemOf(given.certificate), given.certificate), options);
}

const pemOf = (path: string): string => smallFile(path, MAX_PEM).toString('utf8');

function tokenOf(given: Given): string {
  const token = secretFrom(given, 'identity-token');
  if (token !== undefined) return token;
  throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot sign by an identity without a token: give "--identity-token-env" or "--identity-token-file"');
}

const endpointsOf = ({ fulcio, rekor }: Given): KeylessEndpoints => ({
  ...(fulcio === undefined ? {} : { fulcioUrl: fulcio }),
  ...(rekor === undefined ? {} : { rekorUrl: rekor }),
});
