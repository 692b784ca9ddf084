import type { Tensor } from '../tensor/tensor.ts';

/** A file of a Program as the host hands it to a guest. */
export interface ProgramFile {
  readonly name: string;
  readonly bytes: number;
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** State is explicit: a Session shared by callers never remembers one caller's state for the next. */
export interface Prediction {
  readonly outputs: Tensors;
  readonly state: Tensors;
}
