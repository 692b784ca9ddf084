import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockObjects } from './launcher/lock.ts';
import type { StagedGuest } from './start.ts';

/** A folder of tests, which every user can reach; gone when the process ends. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-test-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A stage made by another process, for tests that run as a user who cannot read the checkout. */
export const GIVEN_STAGE = 'HORNGATE_TEST_STAGE';

let runtime: { folder: string; command: string[] } | undefined;

/** Node and its libraries, as `ldd` names them: the tests of this package do not rest on the host's staging. */
function stageNode(): { folder: string; command: string[] } {
  if (runtime !== undefined) return runtime;
  const folder = openFolder();
  const lib = join(folder, 'lib');
  mkdirSync(lib, { mode: 0o755 });
  const listed = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const paths = [...listed.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? '');
  for (const path of [process.execPath, ...paths]) {
    const to = join(path === process.execPath ? folder : lib, basename(path));
    copyFileSync(path, to);
    chmodSync(to, 0o755);
  }
  const loader = paths.find((path) => basename(path).startsWith('ld-linux')) ?? '';
  runtime = { folder, command: [join(lib, basename(loader)), '--library-path', lib, join(folder, basename(process.execPath))] };
  return runtime;
}

/** Stages one of our testing guests as a bundle. `binaries` are copied to `runtime/` beside it. */
export async function stageGuest(entry: string, binaries: readonly string[] = []): Promise<StagedGuest> {
  const given = process.env[GIVEN_STAGE];
  if (given !== undefined) return JSON.parse(given) as StagedGuest;
  const { build } = await import('esbuild');
  const { folder, command } = stageNode();
  const guest = mkdtempSync(join(folder, 'guest-'));
  chmodSync(guest, 0o755);
  const bundle = join(guest, 'guest.cjs');
  const entryPoint = entry.startsWith('/') ? entry : fileURLToPath(new URL(entry, import.meta.url));
  await build({
    entryPoints: [entryPoint],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['source'],
    logLevel: 'error',
  });
  for (const [name, bytes] of Object.entries(lockObjects())) writeFileSync(join(guest, name), bytes, { mode: 0o644 });
  mkdirSync(join(guest, 'runtime'), { mode: 0o755 });
  for (const path of binaries) copyFileSync(path, join(guest, 'runtime', basename(path)));
  execFileSync('chmod', ['-R', 'a+rX', guest]);
  return { folder, command, readable: [command[3] ?? '', join(folder, 'lib'), join(guest, 'runtime')], bundle };
}

/** ONNX Runtime's two files, where the workspace has them. */
export function onnxRuntime(): string[] {
  const root = join(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'), '..', 'bin/napi-v6/linux/x64');
  return [join(root, 'onnxruntime_binding.node'), join(root, 'libonnxruntime.so.1')];
}
