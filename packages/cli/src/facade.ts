import { judge as judgeReport } from '@horngate/core/judge';
import {
  DEFAULT_POLICY,
  type Digest,
  type Level,
  type Policy,
  type Posture,
  type Prediction,
  type Report,
  type TensorSpec,
  type Tensors,
  type Verdict,
} from '@horngate/core/words';
import * as host from '@horngate/host';
import { currentHouse } from './context.ts';
import { lazyVerifier } from './lazy-verifier.ts';

/** What a caller may choose; the rest comes from `HORNGATE_HOME` and the defaults. */
export interface Options {
  readonly policy?: Policy;
  /** At least this level of isolation. Default: the best that this host reaches. */
  readonly level?: Level;
  readonly threads?: number;
  readonly home?: string;
  /** A lock file, which must pin the model. Absent: `horngate.lock` of the working folder, and beside the model, hold what they pin. */
  readonly lock?: string;
  /** When a session's runner that ended is started again, and when the model is set aside (`HG_REFUSED_QUARANTINE`). */
  readonly restart?: host.RestartPolicy;
  /** Runners that wait, for a program that starts many models; close it when done. */
  readonly pool?: host.RunnerPool;
  /** Keras guests that wait, for a program that starts many contained models; dispose it when done. */
  readonly waiting?: host.WaitingKeras;
}

const optionsOf = (given: Options = {}): host.HostOptions =>
  host.hostOptions({ restart: host.DEFAULT_RESTART, verifier: lazyVerifier, ...given, guests: currentHouse().guests });

/** Opens a file once and hashes it; everything that looks at it later gets this descriptor. Close it when done. */
export const open = (path: string, options?: Options): host.Artifact => host.open(path, optionsOf(options));

/** Says what is inside, in a reader guest. The report says too what was not looked at. */
export const scan = (artifact: host.Artifact): Promise<Report> => host.scan(artifact);

/** The operator's decision about a report. */
export const judge = (report: Report, policy: Policy = DEFAULT_POLICY): Verdict => judgeReport(report, policy);

/** Compiles an admitted artifact, has the result checked by a second guest, and seals it. */
export const compile = (artifact: host.Artifact, verdict: Verdict, report: Report): Promise<host.SealedProgram> => host.compile(artifact, verdict, report);

/** Starts a sealed Program in a locked runner guest. */
export const start = (program: host.SealedProgram, options?: Options): Promise<host.Session> => host.start(program, optionsOf(options));

/** The tensors in a `.npz`, `.npy` or `.json` file, by name (`arr_0` where it has none), read in a decoder guest. */
export const decode = (path: string, options?: Options): Promise<Tensors> => host.decode(path, optionsOf(options));

/** A model that takes tensors and gives tensors; what it runs in says itself what confines it. */
export class LoadedModel {
  readonly #session: host.Session;
  readonly report: Report;

  constructor(session: host.Session, report: Report) {
    this.#session = session;
    this.report = report;
  }

  get inputs(): readonly TensorSpec[] {
    return this.#session.inputs;
  }

  get outputs(): readonly TensorSpec[] {
    return this.#session.outputs;
  }

  get posture(): Posture {
    return this.#session.posture;
  }

  /** What the model keeps from call to call, where it is stateful. */
  get state(): readonly TensorSpec[] {
    return this.#session.state;
  }

  /**
   * Inputs by name, or in the order of the model's inputs; outputs by name.
   *
   * With `{ state }` the answer is `{ outputs, state }`: a stateful model begins with the state that is given, zeros where it is `{}`, and gives back the one after.
   * Nothing is remembered from one call to the next.
   */
  predict(inputs: host.Given, options: host.PredictOptions & { readonly state: Tensors }): Promise<Prediction>;
  predict(inputs: host.Given, options?: host.PredictOptions): Promise<Tensors>;
  async predict(inputs: host.Given, options?: host.PredictOptions): Promise<Prediction | Tensors> {
    const prediction = await this.#session.predict(inputs, options);
    return options?.state === undefined ? prediction.outputs : prediction;
  }

  dispose(): void {
    this.#session.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}

/**
 * All the way in one call: open, scan, judge, compile, start; or, where the policy contains what it finds, real Keras in a guest.
 *
 * @example const model = await loadModel('model.keras'); const { dense } = await model.predict({ x }); model.dispose();
 */
export async function loadModel(path: string, options: Options & { readonly digest?: Digest } = {}): Promise<LoadedModel> {
  const { digest, ...rest } = options;
  const hostOptions = optionsOf(rest);
  const { session, report } = await host.launch(path, hostOptions, digest);
  return new LoadedModel(session, report);
}
