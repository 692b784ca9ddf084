import { availableParallelism } from 'node:os';
import type { CompileForm } from '@horngate/core/compile';
import { DEFAULT_POLICY, type Level, LOCAL_TENANT, type Policy, type SignatureVerifier, type Tenant } from '@horngate/core/words';
import { homeFolder } from './home.ts';
import type { WaitingKeras } from './keras/index.ts';
import type { RunnerPool } from './pool/index.ts';
import type { RestartPolicy } from './supervise/index.ts';

/** What every verb needs to know; one object, made once. */
export interface HostOptions {
  /** Folder of the guests' bundles. */
  readonly guests: string;
  readonly home: string;
  readonly policy: Policy;
  /** At least this level; `best` takes what the host reaches. */
  readonly level: Level | 'best';
  readonly tenant: Tenant;
  /** Threads of one runner. */
  readonly threads: number;
  /** Keras guests that wait, in a host that runs for longer than one model. */
  readonly waiting?: WaitingKeras;
  /** Runners that wait, in a host that starts many models. */
  readonly pool?: RunnerPool;
  /** Long-lived sessions survive their runner: when it is started again, and when no more. Absent: a session ends with it. */
  readonly restart?: RestartPolicy;
  /** What is compiled of a model. Absent: itself. */
  readonly form?: CompileForm;
  /** A lock file, which must pin every model that is loaded. Absent: those that are found hold what they pin. */
  readonly lock?: string;
  /** Who says whether a signature holds, where the policy asks for any. */
  readonly verifier?: SignatureVerifier;
  /** Signatures and attestations, beside those that lie with the model. */
  readonly signatures?: readonly string[];
  /** Told of each step as it begins. */
  readonly onStep: (step: Step) => void;
  readonly onLog: (text: string) => void;
}

export type Step = 'hash' | 'scan' | 'compile' | 'check' | 'start' | 'predict' | 'decode' | 'rebuild';

/** Bytes of sealed Programs that are kept (DESIGN: 10 GB). */
export const MAX_PROGRAM_BYTES = 10e9;

/** Whoever asks for L0 by name, and gives no policy, allows it; a policy never does. */
const UNCONFINED: Policy = { ...DEFAULT_POLICY, sandbox: { ...DEFAULT_POLICY.sandbox, minLevel: 'L0' } };

export function hostOptions(given: { readonly guests: string } & Partial<HostOptions>): HostOptions {
  const ignore = (): void => undefined;
  return {
    home: homeFolder(),
    policy: given.level === 'L0' ? UNCONFINED : DEFAULT_POLICY,
    level: 'best',
    tenant: LOCAL_TENANT,
    threads: Math.min(4, availableParallelism()),
    onStep: ignore,
    onLog: ignore,
    ...given,
  };
}
