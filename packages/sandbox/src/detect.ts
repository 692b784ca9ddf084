import { spawn } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Level } from '@horngate/core/words';
import { buildProbe, PROBE_BASE } from './launcher/launcher.ts';
import { lackingOf, NEWEST_ABI } from './layers/landlock/rules.ts';
import { bubblewrapArguments, findBubblewrap } from './layers/namespaces/bubblewrap.ts';
import { checkPlatform, guestUid } from './platform.ts';
import { printable } from './reported.ts';

/** What this host can confine with, found by trial starts, never by version numbers. */
export interface Capability {
  /** The best level that a guest can get here. */
  readonly level: Level;
  /** ABI that we will use: the kernel's, or the newest that we know. 0: none. */
  readonly landlockAbi: number;
  readonly bubblewrap: { readonly path: string | null; readonly works: boolean; readonly why: string };
  readonly uid: number | null;
  /** What is lacking, and what stands in for it. */
  readonly missing: readonly string[];
}

const cache = new Map<string, Promise<Capability>>();

/**
 * Starts a probe of 4 KiB, inside bubblewrap where that is installed, else bare. Once per process, folder and user.
 *
 * @param runDir - a folder that the guest's user can reach, on a file system that allows execution.
 * @throws HG_UNSUPPORTED_PLATFORM
 */
export function detect(runDir: string, uid: number | null = guestUid()): Promise<Capability> {
  const key = `${uid} ${runDir}`;
  const found = cache.get(key) ?? trial(runDir, uid);
  cache.set(key, found);
  found.catch(() => cache.delete(key));
  return found;
}

async function trial(runDir: string, uid: number | null): Promise<Capability> {
  checkPlatform();
  const probe = writeExecutable(runDir, 'probe', buildProbe());
  try {
    const path = findBubblewrap();
    const wrapped = path === null ? null : await exitOf(path, bubblewrapArguments({ ro: [], rw: null }, probe), uid);
    const works = wrapped !== null && abiOf(wrapped.code) !== null;
    const bare = works ? wrapped : await exitOf(probe, [], uid);
    const abi = Math.min(abiOf(bare.code) ?? 0, NEWEST_ABI);
    const why = path === null ? 'bubblewrap is not installed' : works ? '' : `bubblewrap does not start here: ${wrapped?.text ?? ''}`;
    const level = abi === 0 ? 'L0' : works ? 'L2' : 'L1';
    return { level, landlockAbi: abi, bubblewrap: { path, works, why }, uid, missing: [...lackingOf(abi), ...(works ? [] : [`namespaces: ${why}`])] };
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Probes end with PROBE_BASE + ABI; a kernel without Landlock answers ENOSYS (38) or EOPNOTSUPP (95), a wrapper that fails ends with 1. */
function abiOf(code: number | null): number | null {
  if (code === PROBE_BASE - 38 || code === ((PROBE_BASE - 95) & 0xff)) return 0;
  return code !== null && code > PROBE_BASE && code < PROBE_BASE + 60 ? code - PROBE_BASE : null;
}

interface Exit {
  readonly code: number | null;
  readonly text: string;
}

function exitOf(command: string, args: readonly string[], uid: number | null): Promise<Exit> {
  const identity = uid === null ? {} : { uid, gid: uid };
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...identity, env: {}, stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000, killSignal: 'SIGKILL' });
    let text = '';
    child.stderr.on('data', (piece: Buffer) => {
      text = (text + piece.toString()).slice(0, 500);
    });
    child.on('error', (error) => resolve({ code: null, text: error.message }));
    child.on('close', (code) => resolve({ code, text: printable(text.trim(), 500) }));
  });
}

let count = 0;

/** A program of ours, where the guest's user can execute it. */
export function writeExecutable(folder: string, name: string, bytes: Uint8Array): string {
  count += 1;
  const path = join(folder, `${name}-${process.pid}-${count}`);
  writeFileSync(path, bytes, { mode: 0o755 });
  chmodSync(path, 0o755); // whatever the umask says
  return path;
}
