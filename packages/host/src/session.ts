import { BYTES, type Tensor, tensorOf } from '@horngate/core/tensor';
import { HorngateError, type Posture, type Prediction, type Program, type Signature, type TensorSpec, type Tensors } from '@horngate/core/words';
import { type Guest, ownCopy } from '@horngate/sandbox';
import { expectEqualRows, joined, rows } from './batches.ts';
import { runnerProfile, startRunner } from './guests.ts';
import { fitInputs, type Given } from './inputs.ts';
import type { HostOptions } from './options.ts';
import { readGolden } from './reported.ts';
import { compareGoldens, type Golden, keepable } from './store/goldens.ts';
import type { SealedProgram } from './store/programs.ts';
import { Quarantine } from './store/quarantine.ts';
import { type Started, Supervisor } from './supervise/index.ts';

export interface PredictOptions {
  /** State of an earlier call; explicit, so that a shared session never mixes callers. Without one, or with an empty one, a model that keeps a state begins with zeros. */
  readonly state?: Tensors;
  /** Rows for one call of the guest, as Keras' `predict`. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Wall time for one batch. */
  readonly deadlineMs?: number;
  /** Told after each batch, with the rows that are done. */
  readonly onBatch?: (rows: number) => void;
}

const BATCH_SIZE = 32;

/** One running Program: a locked runner that takes tensors and gives tensors. */
export class Session {
  #guest: Guest;
  #posture: Posture;
  readonly #signature: Signature;
  readonly #state: Program['state'];
  readonly #deadlineMs: number;
  readonly #supervisor: Supervisor | undefined;

  /**
   * @param state - what the model keeps: the last of its inputs.
   * @param supervisor - starts the runner again when it ends; without one, the session ends with it.
   */
  constructor(guest: Guest, signature: Signature, posture: Posture, deadlineMs: number, state: Program['state'] = [], supervisor?: Supervisor) {
    this.#guest = guest;
    this.#signature = signature;
    this.#state = state;
    this.#posture = posture;
    this.#deadlineMs = deadlineMs;
    this.#supervisor = supervisor;
  }

  /** What confines the runner that was asked last. */
  get posture(): Posture {
    return this.#posture;
  }

  get inputs(): Signature['inputs'] {
    return own(this.#signature.inputs, this.#state);
  }

  get outputs(): Signature['outputs'] {
    return own(this.#signature.outputs, this.#state);
  }

  /** What the model keeps from call to call, where it is stateful: `predict` gives it back, and takes it. */
  get state(): Program['state'] {
    return this.#state;
  }

  /** Runs the model on inputs by name, or in the order of its inputs; outputs come by name. @throws HG_INPUT_*, HG_LIMIT_*, HG_GUEST_* */
  async predict(given: Given, options: PredictOptions = {}): Promise<Prediction> {
    const state = this.#begin(options.state ?? {});
    const inputs = fitInputs(given, this.inputs);
    if (state.length > 0) return this.#answer(await this.#call([...inputs, ...state], options));
    const size = inputs[0]?.shape[0] ?? 0;
    const step = options.batchSize ?? BATCH_SIZE;
    const parts: (readonly Tensor[])[] = [];
    for (let from = 0; from === 0 || from < size; from += step) {
      const batch = size <= step ? inputs : inputs.map((tensor) => rows(tensor, from, Math.min(from + step, size)));
      parts.push(await this.#call(batch, options));
      options.onBatch?.(Math.min(from + step, size));
    }
    return this.#answer(
      this.#signature.outputs.map(({ name }, index) => {
        const batches = parts.map((part) => part[index] as Tensor);
        expectEqualRows(name, batches);
        return joined(batches);
      }),
    );
  }

  /** The state that a caller hands in, in the order of the model; zeros, as those of a model that was just loaded, where it hands in none. */
  #begin(given: Tensors): readonly Tensor[] {
    if (Object.keys(given).length === 0) return this.#state.map(zeros);
    if (this.#state.length === 0) throw new HorngateError('HG_INPUT_NAME', 'Cannot take a state as the model keeps none');
    return fitInputs(given, this.#state);
  }

  #answer(tensors: readonly Tensor[]): Prediction {
    const outputs = this.outputs.map(({ name }, index) => [name, tensors[index] as Tensor]);
    const state = this.#state.map(({ name }, index) => [name, tensors[outputs.length + index] as Tensor]);
    return { outputs: Object.fromEntries(outputs), state: Object.fromEntries(state) };
  }

  async #call(inputs: readonly Tensor[], { signal, deadlineMs = this.#deadlineMs }: PredictOptions): Promise<readonly Tensor[]> {
    const guest = this.#supervisor === undefined ? this.#guest : await this.#current(this.#supervisor);
    const { tensors } = await guest.channel.call('predict', { signature: 'predict' }, inputs, signal === undefined ? { deadlineMs } : { signal, deadlineMs });
    const specs = this.#signature.outputs;
    if (
      tensors.length !== specs.length ||
      tensors.some(({ dtype, shape }, index) => dtype !== specs[index]?.dtype || shape.length !== specs[index]?.shape.length)
    )
      throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot believe the guest as its outputs must be those of the model');
    return tensors;
  }

  async #current(supervisor: Supervisor): Promise<Guest> {
    const { guest, posture } = await supervisor.current();
    this.#posture = posture;
    this.#guest = guest;
    return guest;
  }

  dispose(): void {
    void this.#supervisor?.stop();
    this.#guest.channel.close();
    this.#guest.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dispose();
    await this.#guest.exited;
    await this.#supervisor?.stop();
  }
}

/** Inputs or outputs without those of the state, which stand last. */
const own = (specs: readonly TensorSpec[], state: Program['state']): readonly TensorSpec[] => specs.slice(0, specs.length - state.length);

/** @throws HG_LIMIT_ACTIVATION for a state past what a call may take; its sizes are those of the Program, which the host sealed. */
function zeros({ dtype, shape }: TensorSpec): Tensor {
  const count = shape.reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : 1), 1);
  if (dtype === 'string' || count > MAX_STATE)
    throw new HorngateError('HG_LIMIT_ACTIVATION', `Cannot begin with a state of ${count} elements as it must have at most ${MAX_STATE}`);
  return tensorOf(dtype, shape as readonly number[], new Uint8Array(count * BYTES[dtype]));
}

const MAX_STATE = 1 << 26;

/**
 * Starts a sealed Program: maps it, replays its goldens, locks the guest, and measures from outside what confines it.
 *
 * @throws HG_REFUSED_QUARANTINE when it was set aside; HG_GUEST_*, HG_LIMIT_*, HG_UNAVAILABLE_*
 */
export async function start(sealed: SealedProgram, options: HostOptions): Promise<Session> {
  options.onStep('start');
  const signature = sealed.program.signatures['predict'];
  if (signature === undefined) throw new HorngateError('HG_ARTIFACT_PROGRAM', 'Cannot start a program without the signature "predict"');
  const quarantine = new Quarantine(sealed);
  quarantine.check();
  const first = await begin(sealed, options);
  const again = { ...sealed, golden: first.golden };
  const supervisor = options.restart && new Supervisor(first, () => begin(again, options), options.restart, quarantine);
  return new Session(first.guest, signature, first.posture, options.policy.limits.deadlineMs, sealed.program.state, supervisor);
}

async function begin(sealed: SealedProgram, options: HostOptions): Promise<Started & { golden: Golden }> {
  const own = options.policy.sandbox.ownWeights ? ownCopy(sealed.folder) : undefined;
  try {
    return await beginIn(own?.folder ?? sealed.folder, sealed, options);
  } finally {
    own?.remove();
  }
}

async function beginIn(folder: string, sealed: SealedProgram, options: HostOptions): Promise<Started & { golden: Golden }> {
  const waiting = folder === sealed.folder ? await options.pool?.take(sealed, options) : undefined;
  const guest = waiting ?? (await startRunner(options, folder, sealed.program.weights?.bytes ?? 0, runnerProfile(sealed.program)));
  try {
    const { deadlineMs } = options.policy.limits;
    const loaded = await guest.channel.call('load', { folder, program: sealed.program, threads: options.threads }, [], { deadlineMs });
    const golden = { answer: readGolden(loaded.result), outputs: loaded.tensors };
    settleGolden(sealed, golden);
    await guest.channel.call('lock', {}, [], { deadlineMs });
    return { guest, posture: await guest.confirmLock(), golden };
  } catch (error) {
    guest.kill();
    throw error;
  }
}

function settleGolden(sealed: SealedProgram, golden: Golden): void {
  if (sealed.golden !== undefined) compareGoldens(sealed.golden, golden);
  else if (keepable(golden)) sealed.store.keepGolden(sealed, golden);
}
