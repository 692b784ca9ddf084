import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import type { OpenedFile } from '../opened.ts';

export interface SignatureFile {
  readonly bytes: Uint8Array;
  readonly isAttestation: boolean;
}

const MAX_BYTES = 16 * 2 ** 20;
const KINDS = ['scan', 'conversion', 'mlbom'];

/** Named by the caller, and beside the model: `model.keras.sig`, `model.keras.scan.att.json` …; of a folder also `model.sig` in it. What they say is proved later. @throws HG_NOT_FOUND for one that was named; HG_LIMIT_BYTES */
export function signatureFiles({ path, parts, folder }: OpenedFile, named: readonly string[]): SignatureFile[] {
  const beside = [
    `${path}.sig`,
    ...(parts === undefined || folder === undefined ? [] : [join(folder, 'model.sig')]),
    ...KINDS.map((kind) => `${path}.${kind}.att.json`),
  ];
  const given = named.map((one) => ({ bytes: read(one) ?? missing(one), isAttestation: one.endsWith('.att.json') }));
  const lying = beside.flatMap((one) => {
    const bytes = read(one);
    return bytes === undefined ? [] : [{ bytes, isAttestation: one.endsWith('.att.json') }];
  });
  return [...given, ...lying];
}

function missing(path: string): never {
  throw new HorngateError('HG_NOT_FOUND', `Cannot open the signature "${path}" as it must be there and readable`);
}

/** Undefined for what is not there, or is no regular file. */
function read(path: string): Uint8Array | undefined {
  const fd = opened(path);
  if (fd === undefined) return undefined;
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) return undefined;
    if (status.size > MAX_BYTES)
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the signature "${path}" as it must have at most ${MAX_BYTES} bytes: it has ${status.size}`);
    const bytes = Buffer.alloc(status.size);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
