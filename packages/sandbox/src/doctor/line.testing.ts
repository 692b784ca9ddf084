import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Severity } from '@horngate/core/words';
import type { DoctorLine } from './define-line.ts';
import { examine, type HostReport } from './examine.ts';
import type { HostFacts } from './host.ts';

/** A made-up machine: files by path, where a number before the text is the mode; and what is known besides files. */
export interface Machine {
  readonly files?: Readonly<Record<string, string | readonly [mode: number, text: string]>>;
  readonly facts?: Partial<HostFacts>;
}

/** What one line must say: how severe, and what its message holds. `untold` is a fact that stands under "not read". */
export interface Case extends Machine {
  readonly name: string;
  readonly says?: readonly (readonly [Severity, RegExp])[];
  readonly untold?: string;
}

/** Both tables of a line: machines of which it tells something, and at least as telling ones of which it does not. */
export interface Cases {
  readonly reports: readonly Case[];
  readonly silent: readonly Case[];
}

export const PLAIN: HostFacts = {
  platform: 'linux',
  architecture: 'x64',
  supported: true,
  node: 'v24.21.0',
  env: { ORT_DISABLE_TELEMETRY: '1' },
  home: '/var/lib/horngate',
  userHome: '/home/user',
  today: '2026-11-24',
  capability: { level: 'L2', landlockAbi: 7, bubblewrap: { path: '/usr/bin/bwrap', works: true, why: '' } },
  coreScheduling: 'there',
  installed: [],
  advisories: { asOf: '2026-11-24T00:00:00Z', advisories: [] },
};

/** One line asked about a made-up machine. */
export function ask(line: DoctorLine, { files = {}, facts = {} }: Machine): HostReport {
  const root = mkdtempSync(join(tmpdir(), 'horngate-doctor-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      const [mode, text] = typeof content === 'string' ? [0o644, content] : content;
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      chmodSync(join(root, path), mode);
    }
    return examine({ ...PLAIN, ...facts }, root, [line]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
