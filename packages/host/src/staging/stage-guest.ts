import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { HorngateError, type Profile } from '@horngate/core/words';
import { flagsOf, type StagedGuest } from '@horngate/sandbox';
import { stageFiles } from './stage-files.ts';

/** Where guests come from, and where they are staged. */
export interface Places {
  /** Folder of the bundles, with `bundles.json`. */
  readonly guests: string;
  readonly home: string;
}

/** Guests by profile; the second check runs under that of a reader, from a bundle of its own. */
export type Kind = Profile | 'checker';

const BUNDLES: Readonly<Partial<Record<Kind, string>>> = {
  reader: 'reader.cjs',
  checker: 'checker.cjs',
  decoder: 'decoder.cjs',
  runner: 'runner.cjs',
  'runner-jit': 'runner.cjs',
};

/**
 * A guest, staged.
 *
 * @throws HG_UNAVAILABLE_KERAS_GUEST, HG_UNAVAILABLE_RUNTIME where ONNX Runtime is not installed, HG_UNAVAILABLE_STORE.
 */
export function stageGuest({ guests, home }: Places, kind: Kind): Promise<StagedGuest> {
  const file = BUNDLES[kind];
  if (file === undefined) throw new HorngateError('HG_UNAVAILABLE_KERAS_GUEST', 'Cannot stage a guest with real Keras as one must be installed: found none');
  const runtime = file === 'runner.cjs' ? { runtime: runtimeFiles(guests) } : {};
  // A reader's bundle is ten times as large as the others, which start as soon without.
  const starter = kind === 'reader' ? { starter: { ...bundleFile({ guests, home }, 'starter.cjs'), flags: flagsOf(kind, { memoryBytes: 2 ** 30 }) } } : {};
  return stageFiles({ home, bundle: join(guests, file), bundleDigest: digestOf(guests, file), ...runtime, ...starter });
}

/**
 * A guest where nothing confines it (L0): node as it stands, and the bundle in its place. A runner gets ONNX Runtime in WebAssembly.
 *
 * @throws HG_UNAVAILABLE_RUNTIME where that is not installed.
 */
export function bareGuest({ guests }: Places, kind: Kind): StagedGuest & { readonly args: readonly string[] } {
  const runs = kind === 'runner' || kind === 'runner-jit';
  const file = runs ? WASM.bundle : BUNDLES[kind];
  if (file === undefined) throw new HorngateError('HG_UNAVAILABLE_KERAS_GUEST', 'Cannot start a guest with real Keras at L0 as it must be confined');
  const args = runs ? [wasmBinary(guests)] : [];
  return { folder: guests, command: [process.execPath], readable: [], bundle: join(guests, file), args };
}

const WASM = { bundle: 'runner-wasm.cjs', package: 'onnxruntime-web', file: 'ort-wasm-simd-threaded.wasm' };

function wasmBinary(guests: string): string {
  try {
    return createRequire(join(guests, 'bundles.json')).resolve(`${WASM.package}/${WASM.file}`);
  } catch {
    throw absent(WASM.package);
  }
}

/** Version of the build that runners get at L0: its package hides `package.json`, which lies two folders above the binary. */
export function wasmVersion({ guests }: Places): string {
  const { version } = JSON.parse(readFileSync(join(dirname(wasmBinary(guests)), '..', 'package.json'), 'utf8')) as { version: string };
  return `${WASM.package} ${version}`;
}

/** Version of ONNX Runtime that runners get, found without loading it. @throws HG_UNAVAILABLE_RUNTIME */
export function runtimeVersion({ guests }: Places): string {
  const { version } = JSON.parse(readFileSync(join(runtimeFolder(guests), 'package.json'), 'utf8')) as { version: string };
  return `onnxruntime-node ${version}`;
}

/** SHA-256 of a guest's bundle, as `bundles.json` lists it. */
export const bundleDigest = ({ guests }: Places, kind: 'reader' | 'checker' | 'decoder' | 'runner'): string => digestOf(guests, `${kind}.cjs`);

/** A file of the guests, as it is staged: with the digest that `bundles.json` lists. */
export const bundleFile = ({ guests }: Places, file: string): { readonly from: string; readonly digest: string } => ({
  from: join(guests, file),
  digest: digestOf(guests, file),
});

function digestOf(guests: string, file: string): string {
  const listed = JSON.parse(readFileSync(join(guests, 'bundles.json'), 'utf8')) as { bundles: readonly { file: string; sha256: string }[] };
  const found = listed.bundles.find((row) => row.file === file);
  if (found !== undefined) return found.sha256;
  throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot stage "${file}" as bundles.json must list it: found no such row`);
}

function runtimeFiles(guests: string): string[] {
  const folder = join(runtimeFolder(guests), 'bin/napi-v6', process.platform, process.arch);
  const files = ['onnxruntime_binding.node', 'libonnxruntime.so.1'].map((name) => join(folder, name));
  for (const path of files) if (!existsSync(path)) throw absent(path);
  return files;
}

/** As the bundle's package sees it. */
function runtimeFolder(guests: string): string {
  try {
    return dirname(createRequire(join(guests, 'bundles.json')).resolve('onnxruntime-node/package.json'));
  } catch {
    throw absent('onnxruntime-node');
  }
}

function absent(name: string): HorngateError {
  return new HorngateError('HG_UNAVAILABLE_RUNTIME', `Cannot stage a runner as "${name}" must be installed: found none`);
}
