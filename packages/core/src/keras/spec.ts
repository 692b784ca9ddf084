import type { JsonObject } from '../artifact/json/json.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerObject } from './object.ts';
import type { Resolved } from './table.ts';

/** One output tensor of one call of one layer. */
export interface TensorRef {
  readonly layer: string;
  readonly node: number;
  readonly tensor: number;
}

/** An argument as it stands in a node: tensors are references still. */
export type Argument =
  | { readonly kind: 'tensor'; readonly ref: TensorRef }
  | { readonly kind: 'list'; readonly items: readonly Argument[] }
  | { readonly kind: 'map'; readonly entries: Readonly<Record<string, Argument>> }
  | { readonly kind: 'constant'; readonly tensor: Tensor }
  | { readonly kind: 'slice'; readonly start: Argument; readonly stop: Argument; readonly step: Argument }
  | { readonly kind: 'ellipsis' }
  /** `float` says whether Python reads a number as a float (`2.0`) or as an int (`2`); undefined where the file does not tell. */
  | { readonly kind: 'json'; readonly value: null | boolean | number | string; readonly float?: boolean | undefined };

export interface NodeSpec {
  readonly args: readonly Argument[];
  readonly kwargs: Readonly<Record<string, Argument>>;
  readonly pointer: string;
}

/** A layer, operation or nested model as the config describes it, its class resolved. */
export interface LayerSpec {
  readonly name: string;
  readonly object: LayerObject;
  readonly resolved: Resolved;
  readonly nodes: readonly NodeSpec[];
  /** The model itself, where the layer is one. */
  readonly model?: ModelSpec;
  /** The layers that stand in its config, by the field: see `InnerLayer`. */
  readonly inner?: ReadonlyMap<string, readonly LayerSpec[]>;
  /** Equal for two descriptions of one shared object. */
  readonly shared: number | undefined;
}

export interface InputSpec {
  readonly name: string;
  readonly dtype: DType;
  /** null where a call decides; the first is the batch. */
  readonly shape: readonly (number | null)[];
}

/** A tensor of a model's border: the key that a dict gives it, or undefined. */
export interface Port {
  readonly key: string | undefined;
  readonly ref: TensorRef;
}

export type ModelSpec =
  | {
      readonly kind: 'functional';
      readonly name: string;
      readonly layers: readonly LayerSpec[];
      readonly inputs: readonly Port[];
      readonly outputs: readonly Port[];
      readonly pointer: string;
    }
  | {
      readonly kind: 'sequential';
      readonly name: string;
      readonly layers: readonly LayerSpec[];
      /** The type of its own policy, by which it casts what it is given. */
      readonly compute: DType;
      /** From `build_config` or `build_input_shape`: the input where no InputLayer stands. */
      readonly inputShape: readonly (number | null)[] | undefined;
      /** The input that Keras 2 makes where the first layer says its shape (`batch_input_shape`). */
      readonly firstInput?: InputSpec;
      readonly pointer: string;
    };

/** The `.keras` file as it was read: the model, and what its metadata claim. */
export interface KerasFile {
  readonly model: ModelSpec;
  readonly config: JsonObject;
  /** A claim of the file's author, evidence of nothing. */
  readonly producer: string | undefined;
}
