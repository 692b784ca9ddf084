import { createHash, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import { COMPILER } from '@horngate/core/compile';
import { judge } from '@horngate/core/judge';
import { ATTESTATIONS, type AttestationKind, type Digest, HorngateError, type Severity } from '@horngate/core/words';
import { type HostOptions, open, prepare, scan } from '@horngate/host';
import { TOOL } from './version.ts';

interface Seen {
  readonly digest: Digest;
  readonly says: Readonly<Record<string, unknown>>;
}

/** What is seen of a model now, to be signed: who signs it stands behind our looking, and behind nothing else. */
const SEEN: Readonly<Record<AttestationKind, (model: string, options: HostOptions) => Promise<Seen>>> = {
  scan: async (model, options) => {
    const { report, verdict } = await looked(model, options);
    const findings: Partial<Record<Severity, number>> = {};
    for (const { severity } of report.findings) findings[severity] = (findings[severity] ?? 0) + 1;
    return { digest: report.subject, says: { verdict: verdict.outcome, findings, unread: report.unread.length, policy: policyDigest(options), tool: TOOL } };
  },
  conversion: async (model, options) => {
    const { sealed } = await prepare(model, options);
    return { digest: sealed.program.artifact, says: { program: sealed.digest, compiler: COMPILER, tool: TOOL } };
  },
  mlbom: async (model, options) => {
    const { cyclonedx } = await import('./renderers.ts');
    const { report } = await looked(model, options);
    return { digest: report.subject, says: { bom: JSON.parse(cyclonedx([report], { tool: TOOL, policy: options.policy })), tool: TOOL } };
  },
};

async function looked(model: string, options: HostOptions) {
  const artifact = open(model, options);
  try {
    const report = await scan(artifact);
    return { report, verdict: judge(report, options.policy) };
  } finally {
    artifact.close();
  }
}

/** Which decisions were asked: two policies that differ have two digests. */
const policyDigest = ({ policy }: HostOptions): Digest => `sha256:${createHash('sha256').update(JSON.stringify(policy)).digest('hex')}`;

export function kindOf(text: string): AttestationKind {
  const kind = ATTESTATIONS.find((one) => one === text);
  if (kind === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot attest "${text}" as it must be one of ${ATTESTATIONS.join(', ')}`);
  return kind;
}

/** @returns the text of an attestation, and of what it is. */
export async function attested(
  kind: AttestationKind,
  model: string,
  key: KeyObject,
  options: HostOptions,
): Promise<{ readonly text: string; readonly digest: Digest }> {
  const { attest } = await import('@horngate/trust/attestation');
  const { digest, says } = await SEEN[kind](model, options);
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  return { digest, text: attest({ kind, name: basename(model), digest, time, says }, key) };
}
