import { spawn } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Level } from '@horngate/core/words';
import { type Capability, detect, writeExecutable } from '../detect.ts';
import { buildCoreProbe, CORE_PROBE_BASE } from '../launcher/launcher.ts';
import { checkPlatform } from '../platform.ts';
import { examine, type HostReport } from './examine.ts';
import type { CoreScheduling, HostFacts } from './host.ts';

/** What this host reaches, and what was seen about it. */
export interface Examination {
  readonly level: Level;
  /** Null on a system on which nothing could be tried. */
  readonly capability: Capability | null;
  readonly coreScheduling: CoreScheduling;
  readonly report: HostReport;
}

/**
 * Examines the machine that this process runs on: trial starts for what can be tried, files for the rest. It changes nothing, starts no tool of any vendor,
 * and asks no network.
 *
 * @param home - HORNGATE_HOME, which is there.
 * @param runDir - a folder in it that the guest's user can reach.
 * @param known - what is installed, and the advisories that it is held against.
 */
export async function examineHost(home: string, runDir: string, known: Pick<HostFacts, 'installed' | 'advisories'> = NOTHING): Promise<Examination> {
  const supported = isSupported();
  const capability = supported ? await detect(runDir) : null;
  const coreScheduling = supported ? await tryCoreScheduling(runDir) : 'not tried';
  const { platform, arch: architecture, version: node, env } = process;
  const today = new Date().toISOString().slice(0, 10);
  const facts = { platform, architecture, supported, node, env, home: realpathSync(home), userHome: homedir(), today, capability, coreScheduling };
  const report = examine({ ...facts, ...known });
  return { level: capability?.level ?? 'L0', capability, coreScheduling, report };
}

const NOTHING: Pick<HostFacts, 'installed' | 'advisories'> = { installed: [], advisories: { asOf: '', advisories: [] } };

function isSupported(): boolean {
  try {
    checkPlatform();
    return true;
  } catch {
    return false;
  }
}

const ENODEV = 19;
const EINVAL = 22;

/** Starts a program of a few bytes that asks for a core of its own, and ends. */
async function tryCoreScheduling(runDir: string): Promise<CoreScheduling> {
  const probe = writeExecutable(runDir, 'core-probe', buildCoreProbe());
  try {
    const code = await new Promise((resolve) => {
      spawn(probe, [], { env: {}, stdio: 'ignore', timeout: 10_000, killSignal: 'SIGKILL' })
        .on('error', () => resolve(null))
        .on('close', resolve);
    });
    if (code === CORE_PROBE_BASE) return 'there';
    if (code === CORE_PROBE_BASE - ENODEV) return 'one thread a core';
    return code === CORE_PROBE_BASE - EINVAL ? 'absent' : 'not tried';
  } finally {
    rmSync(probe, { force: true });
  }
}
