import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The models of `conformance/model-signing/make.py`, by its table. */
const FOLDER: Readonly<Record<string, number>> = {
  'a/x': 10,
  'a-b/x': 2500,
  'a/z/deep': 1000,
  empty: 0,
  'config.json': 3001,
  '\ufffd': 7,
  '\u{1f600}': 8,
  Z: 1,
  "it's": 5,
};

export const FILES: readonly string[] = Object.keys(FOLDER);

const content = (name: string, size: number): Buffer =>
  Buffer.concat(Array.from({ length: Math.ceil(size / 32) }, () => createHash('sha256').update(name).digest())).subarray(0, size);

export interface Models {
  readonly root: string;
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

/** A folder of nine files and a single file, in a temporary place. */
export function makeModels(): Models {
  const root = mkdtempSync(join(tmpdir(), 'hg-signed-'));
  for (const [name, size] of Object.entries(FOLDER)) put(join(root, 'folder', name), content(name, size));
  put(join(root, 'file.bin'), content('file.bin', 2500));
  return { root, folder: join(root, 'folder'), file: join(root, 'file.bin'), remove: () => rmSync(root, { recursive: true, force: true }) };
}

export function put(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
