import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import type { DType } from '../tensor/dtype.ts';
import type { Code, HorngateError } from '../words/error.ts';
import type { Fields } from './fields.ts';
import type { Operand } from './operand.ts';
import type { TypePolicy } from './type-policy.ts';
import type { Weight } from './weight.ts';

/**
 * Shapes of a layer's variables, in the order in which Keras made them: trainable ones, then others. A name such as `cell/kernel` stands in
 * the sub-folder `cell`; each folder counts its own `vars/0`, `vars/1`, … An undefined shape is a variable that this config does not have.
 */
export type WeightShapes = Readonly<Record<string, readonly number[] | undefined>>;

/** The tensors of the first argument, flattened: at least one. */
export type Inputs = readonly [Value, ...Value[]];

/**
 * A layer, or a whole model, that stands in the config of another one: what TimeDistributed wraps, the cell of an RNN, the layers of a Pipeline.
 *
 * How one is written: the definition says `inner: { layer: 'layer' }` (the field of the config, and the folder below the layer's own in the weights
 * file), which has the reader resolve what stands there by the one table, and the weights file searched below that folder. The lowering then says
 *
 *     const [wrapped] = call.inner('layer');
 *     return wrapped.call([{ kind: 'value', value: x }]);
 *
 * which lowers the layer with its own config, weights, types, masks and place in messages, as Keras' `layer(x)` does. A field with a list of layers
 * (`inner: { layers: 'layers' }`) gives one for each, their folders being `layers/<snake_case of the class>[_n]`.
 */
export interface InnerLayer {
  /** Class as the table knows it; a name from the file where it does not. */
  readonly className: string;
  readonly name: string;
  /** Whether it, or a layer in it, keeps a state from call to call. */
  readonly stateful: boolean;
  /** Calls it. A mask goes with the value (`withMask`), and comes back with the answers. */
  call(args: readonly Operand[], kwargs?: Readonly<Record<string, Operand>>): readonly Value[];
  /** Reads its config in another way than its own definition does: for what is not called, such as a recurrent layer that is run backwards. */
  read<T>(read: (fields: Fields, className: string) => T): T;
  /** Its variables, for the same: names as in `weights` of a definition. */
  bind(shapes: WeightShapes): ReadonlyMap<string, Weight>;
  /** Dims of a variable in the file, such as `vars/0`; undefined where there is none. */
  stored(place: string): readonly number[] | undefined;
  /** The layers that stand in its own config. */
  inner(field: string): readonly InnerLayer[];
  /** The same layer with the variables of another folder below the one around it: a second copy that the config does not write out. */
  at(folder: string): InnerLayer;
}

/** What a lowering may ask about the call that it lowers. */
export interface Call {
  /** Name of the layer, for messages and origins. */
  readonly name: string;
  /** Generation of the Keras that wrote the file: a few meanings changed between 2 and 3. */
  readonly writer: 2 | 3;
  /** The types of the layer. What it takes and answers, and its weights, are in place already; this is for what Keras does otherwise in one type. */
  readonly types: TypePolicy;
  /** A variable by the name that `weights` gave it, rounded to the type of the computation: float32, or float64 in a layer of that type. */
  weight(name: string): Weight;
  /** A variable as it is stored: whole numbers, and floats that no autocast has rounded. */
  stored(name: string): Weight;
  /** An argument by name, positional or not; undefined when it was not passed, or is null. */
  argument(name: string): Operand | undefined;
  /** An argument that must be one tensor. */
  value(name: string): Value | undefined;
  /** A boolean argument. */
  flag(name: string, absent: boolean): boolean;
  /** The layers that stand in a field of the config which `inner` of the definition names, in order; none where it is absent or null. */
  inner(field: string): readonly InnerLayer[];
  /**
   * A state of the layer, which goes from call to call outside of the model: what an earlier call of the layer left in this one, else an input.
   *
   * @param place - tells it from the layer's other states, such as `0`.
   */
  state(place: string, dtype: DType, dims: readonly number[]): Value;
  /** Leaves a state to the next call. */
  keep(place: string, value: Value): void;
  /** An error that knows the place of this layer. */
  refuse(code: Code, message: string): HorngateError;
}

/** One layer of Keras: how its config is read, which weights it has, what it computes. The scanner, the reference page and the compiler read the same record. */
export interface LayerDefinition<Config = unknown> {
  /** Class name in `keras.layers`. */
  readonly keras: string;
  /** Class name in Python where it is another one: the weights file is written by that. */
  readonly python?: string;
  /** Names of call arguments, in order; the first holds the inputs. Default: `inputs`. `training` and `mask` are known everywhere. */
  readonly arguments?: readonly string[];
  /**
   * What becomes of the mask of the inputs: `pass` gives it on as it is (`supports_masking` with Keras' default `compute_mask`),
   * `own` leaves it to the lowering, which sets masks with `withMask`. Default: dropped.
   */
  readonly mask?: 'pass' | 'own';
  /** `3` where Keras 2 drops the mask that Keras 3 passes on (`supports_masking` came later). */
  readonly maskSince?: 3;
  /** Whether a call takes the masks off the tensors that it is given, so that whoever runs later finds none (attention in Keras 3.15 does; none in Keras 2). */
  readonly takesMasksOff?: boolean;
  /** Whether the inputs come in as float32, as Keras' autocast and its promotions do; `false` where the layer wants to see their type. Default: floats only are cast. */
  readonly floats?: boolean;
  /** What Keras' autocast leaves alone: `false` where the layer says `autocast = False`, `inputs` where only its variables were made so. Default: it casts both. */
  readonly autocast?: false | 'inputs';
  /**
   * Who sees to types: `own` the lowering alone, which takes and answers tensors of any type and reads `dtype` itself; `inner` the layers that it calls:
   * tensors come in as of the layer's type, halves too, and their answers are taken as they are. Default: the framework, see `autocast.ts`.
   */
  readonly types?: 'own' | 'inner';
  /** Whether it can be quantized: it looks at `call.types.quantization`. */
  readonly quantized?: boolean;
  /** Fields of the config that hold layers, and the folder of each below this layer's own in the weights file: see `InnerLayer`. */
  readonly inner?: Readonly<Record<string, string>>;
  config(fields: Fields): Config;
  /** `value` finds another tensor argument, `inner` the layers inside, where shapes depend on more than the inputs. */
  weights?(config: Config, inputs: Inputs, value: Call['value'], inner: Call['inner']): WeightShapes;
  lower(g: GraphBuilder, inputs: Inputs, config: Config, call: Call): Value | readonly Value[];
}

/** A definition whose config type is closed over: `config` and `lower` of one record fit each other, the table need not know how. */
export type AnyLayer = LayerDefinition<unknown>;

export const defineLayer = <Config>(definition: LayerDefinition<Config>): AnyLayer => definition as AnyLayer;
