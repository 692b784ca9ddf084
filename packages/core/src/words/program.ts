import type { DType } from '../tensor/dtype.ts';
import type { Digest } from './artifact.ts';
import type { Code } from './error.ts';

/** A dimension that is known, or the name of one that a call decides; equal names are equal sizes. */
export type SpecDim = number | string;

/** A tensor that crosses the border of a Program. */
export interface TensorSpec {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly SpecDim[];
}

/** A boolean scalar output of a graph which must be true; otherwise the call ends with this code: an honest refusal that only data can decide. */
export interface Guard {
  readonly output: string;
  readonly code: Code;
  readonly message: string;
}

/** One step of a signature. Names on the left are the stage's own, names on the right are values of the signature. */
export type Stage =
  | {
      readonly kind: 'graph';
      readonly graph: string;
      readonly inputs: Readonly<Record<string, string>>;
      readonly outputs: Readonly<Record<string, string>>;
      readonly guards: readonly Guard[];
    }
  | {
      /** `string` works on texts, `table` looks up in one of the Program's tables; both are TypeScript of ours (`core/src/stages`). */
      readonly kind: 'string' | 'table';
      readonly operation: string;
      readonly options: StageOptions;
      readonly table: string | null;
      readonly inputs: readonly string[];
      readonly output: TensorSpec;
    };

/** What an operation is told; 64-bit numbers are texts. Each operation reads its own, and no other. */
export type StageOptions = Readonly<Record<string, null | string | number | readonly (string | number)[]>>;

/** A list of texts or of 64-bit integers, each once, in a file of its own. */
export interface TableFile {
  readonly name: string;
  readonly file: string;
  readonly dtype: 'string' | 'int64';
  readonly entries: number;
  readonly bytes: number;
}

export interface Signature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
  readonly stages: readonly Stage[];
}

/** What we wrote from their description: `program.json`, beside one `.onnx` per graph, `weights.bin` and the tables. */
export interface Program {
  readonly version: 1;
  /** Version of the compiler that wrote it. */
  readonly compiler: string;
  readonly artifact: Digest;
  /** File name of each graph. */
  readonly graphs: Readonly<Record<string, { readonly file: string }>>;
  /** External data of all graphs; null where no graph has any. */
  readonly weights: { readonly file: 'weights.bin'; readonly bytes: number } | null;
  readonly tables: readonly TableFile[];
  /** At least `predict`; `prefill` and `decode` for text generation. */
  readonly signatures: Readonly<Record<string, Signature>>;
  /**
   * Explicit state: what `predict(inputs, {state})` takes and gives back. Each is an input of `predict` too, behind those of the model, and its next value
   * is an output behind those of the model, called by `nextOf`.
   */
  readonly state: readonly TensorSpec[];
  /** Estimated bytes of activations for a batch of one. */
  readonly activationBytes: number;
}

/** Name of the output that holds the next value of a state. */
export const nextOf = (state: string): string => `${state}:next`;
