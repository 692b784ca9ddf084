import { prepareStages, type StepRunner } from '@horngate/core/stages';
import { type DType, fromHalves, type NumericDType, type Tensor, tensorOf, toHalves } from '@horngate/core/tensor';
import { type Code, type Guard, HorngateError, type Program, type Signature, type Stage } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-node';
import { record, text, whole } from '../params.ts';
import { goldenInputs } from './golden-inputs.ts';

type Named = Map<string, Tensor>;

/** A build of ONNX Runtime, and how it opens one graph of a Program. */
export interface Runtime {
  readonly Tensor: TensorConstructor;
  open(folder: string, file: string, program: Program, threads: number): Promise<InferenceSession>;
  /** The bytes of another file of the Program. */
  read(folder: string, file: string): Uint8Array;
}

/** ONNX Runtime over one Program. */
export class Engine {
  readonly #runtime: Runtime;
  readonly #sessions = new Map<string, InferenceSession>();
  #steps: ReadonlyMap<Stage, StepRunner> = new Map();
  /** Texts that the model knows, for goldens. */
  #texts: readonly string[] = [];
  #program: Program | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * `{folder, program, threads}` → `{goldens}`: opens a session for each graph, and runs the seeded inputs once, which warms it up.
   *
   * @param params - `program` was read and checked by another guest, and is what the host sealed.
   */
  async load(params: unknown): Promise<Answer> {
    const data = record(params);
    const program = record(data['program']) as unknown as Program;
    for (const [name, { file }] of Object.entries(program.graphs)) {
      const opening = this.#runtime.open(text(data, 'folder'), file, program, whole(data, 'threads'));
      this.#sessions.set(name, await opening.catch(refused('HG_ARTIFACT_SHAPE', 'Cannot start the model as ONNX Runtime refuses its graph')));
    }
    const { steps, texts } = prepareStages(program, (file) => this.#runtime.read(text(data, 'folder'), file));
    this.#steps = steps;
    this.#texts = texts;
    this.#program = program;
    return this.#goldens(program);
  }

  /** `{signature}` and its inputs in order → its outputs in order. */
  async predict(params: unknown, tensors: readonly Tensor[]): Promise<Answer> {
    const signature = this.#signature(text(record(params), 'signature'));
    return { result: {}, tensors: await this.#run(signature, tensors) };
  }

  #signature(name: string): Signature {
    const signatures = this.#program?.signatures ?? {};
    const signature = Object.hasOwn(signatures, name) ? signatures[name] : undefined;
    if (signature === undefined) throw new HorngateError('HG_NOT_FOUND', `Cannot find the signature "${name}"`);
    return signature;
  }

  async #run(signature: Signature, tensors: readonly Tensor[]): Promise<Tensor[]> {
    const values: Named = new Map(signature.inputs.map(({ name }, index) => [name, tensors[index] as Tensor]));
    for (const stage of signature.stages) await this.#stage(stage, values);
    return signature.outputs.map(({ name, dtype }) => declared(values.get(name) as Tensor, dtype));
  }

  async #stage(stage: Stage, values: Named): Promise<void> {
    if (stage.kind !== 'graph') {
      const step = this.#steps.get(stage);
      if (step === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the stage "${stage.operation}"`);
      values.set(stage.output.name, step(stage.inputs.map((name) => values.get(name) as Tensor)));
      return;
    }
    const session = this.#sessions.get(stage.graph);
    if (session === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the graph "${stage.graph}"`);
    for (const value of Object.values(stage.inputs)) expectElements(values.get(value) as Tensor);
    const feeds = Object.fromEntries(Object.entries(stage.inputs).map(([input, value]) => [input, toOrt(this.#runtime.Tensor, values.get(value) as Tensor)]));
    const results = await session.run(feeds).catch(refused('HG_INPUT_SHAPE', 'Cannot run the model on inputs of these sizes'));
    for (const guard of stage.guards) checkGuard(guard, results[guard.output]);
    for (const [output, value] of Object.entries(stage.outputs)) values.set(value, fromOrt(results[output] as OrtTensor));
  }

  /** What the seeded inputs of `predict` give: tensors, or the code of an honest refusal; null where no size of the open dims fits the model. */
  async #goldens(program: Program): Promise<Answer> {
    const signature = program.signatures['predict'];
    if (signature === undefined) return { result: { golden: null } };
    for (const size of [32, 8, 64, 128, 1]) {
      const inputs = goldenInputs(signature.inputs, size, this.#texts);
      if (inputs === undefined) continue;
      try {
        return { result: { golden: { size } }, tensors: await this.#run(signature, inputs) };
      } catch (error) {
        if (error instanceof HorngateError && error.code !== 'HG_INPUT_SHAPE') return { result: { golden: { size, code: error.code } } };
      }
    }
    return { result: { golden: null } };
  }
}

/**
 * ONNX Runtime checks sizes that only a call decides, and graphs as a whole: what it refuses is about the caller's input or the sender's file.
 * Memory that it cannot have is told apart by `serveFrames`.
 */
function refused(code: Code, what: string): (error: unknown) => never {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (/bad_alloc|allocat|out of memory/i.test(message)) throw error;
    throw new HorngateError(code, `${what}: ${message.slice(0, 500)}`);
  };
}

/** ONNX Runtime 1.30 ends its process for some operators over nothing; a stage makes nothing of texts without a token. */
function expectElements({ shape }: Tensor): void {
  if (shape.includes(0)) throw new HorngateError('HG_INPUT_SHAPE', `Cannot run the model as a value must have elements: found [${shape.join(', ')}]`);
}

function checkGuard({ code, message, output }: Guard, result: OrtTensor | undefined): void {
  if (result === undefined) throw new HorngateError('HG_INTERNAL', `Cannot find the guard "${output}"`);
  if ((result.data as Uint8Array)[0] !== 1) throw new HorngateError(code, message);
}

/** A bfloat16 is float32 in the graph, and rounded there already. */
function declared(tensor: Tensor, dtype: DType): Tensor {
  return dtype === 'bfloat16' && tensor.dtype === 'float32' ? { dtype, shape: tensor.shape, data: toHalves(tensor.data, dtype) } : tensor;
}

function toOrt(OrtTensor: TensorConstructor, tensor: Tensor): OrtTensor {
  if (tensor.dtype === 'string') return new OrtTensor('string', [...tensor.data], tensor.shape);
  if (tensor.dtype === 'bfloat16') return new OrtTensor('float32', fromHalves(tensor.data, 'bfloat16'), tensor.shape);
  return new OrtTensor(tensor.dtype as 'float32', tensor.data as Float32Array, tensor.shape);
}

function fromOrt(tensor: OrtTensor): Tensor {
  const shape = tensor.dims as number[];
  if (tensor.type === 'string') return { dtype: 'string', shape, data: tensor.data as string[] };
  const { buffer, byteOffset, byteLength } = tensor.data as Float32Array;
  return tensorOf(tensor.type as NumericDType, shape, new Uint8Array(buffer, byteOffset, byteLength));
}
