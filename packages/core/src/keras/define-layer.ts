import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import type { Code, HorngateError } from '../words/error.ts';
import type { Fields } from './fields.ts';
import type { Operand } from './operand.ts';
import type { Weight } from './weight.ts';

/**
 * Shapes of a layer's variables, in the order in which Keras made them: trainable ones, then others. A name such as `cell/kernel` stands in
 * the sub-folder `cell`; each folder counts its own `vars/0`, `vars/1`, … An undefined shape is a variable that this config does not have.
 */
export type WeightShapes = Readonly<Record<string, readonly number[] | undefined>>;

/** The tensors of the first argument, flattened: at least one. */
export type Inputs = readonly [Value, ...Value[]];

/** What a lowering may ask about the call that it lowers. */
export interface Call {
  /** Name of the layer, for messages and origins. */
  readonly name: string;
  /** Generation of the Keras that wrote the file: a few meanings changed between 2 and 3. */
  readonly writer: 2 | 3;
  /** A variable by the name that `weights` gave it. */
  weight(name: string): Weight;
  /** An argument by name, positional or not; undefined when it was not passed, or is null. */
  argument(name: string): Operand | undefined;
  /** An argument that must be one tensor. */
  value(name: string): Value | undefined;
  /** A boolean argument. */
  flag(name: string, absent: boolean): boolean;
  /** An error that knows the place of this layer. */
  refuse(code: Code, message: string): HorngateError;
}

/** One layer of Keras: how its config is read, which weights it has, what it computes. The scanner, the reference page and the compiler read the same record. */
export interface LayerDefinition<Config = unknown> {
  /** Class name in `keras.layers`. */
  readonly keras: string;
  /** Names of call arguments, in order; the first holds the inputs. Default: `inputs`. `training` and `mask` are known everywhere. */
  readonly arguments?: readonly string[];
  /**
   * What becomes of the mask of the inputs: `pass` gives it on as it is (`supports_masking` with Keras' default `compute_mask`),
   * `own` leaves it to the lowering, which sets masks with `withMask`. Default: dropped.
   */
  readonly mask?: 'pass' | 'own';
  /** Whether a call takes the masks off the tensors that it is given, so that whoever runs later finds none (attention in Keras 3.15 does). */
  readonly takesMasksOff?: boolean;
  /** Whether the inputs come in as float32, as Keras' autocast and its promotions do; `false` where the layer wants to see their type. Default: floats only are cast. */
  readonly floats?: boolean;
  config(fields: Fields): Config;
  /** `value` finds another tensor argument, where shapes depend on more than the inputs. */
  weights?(config: Config, inputs: Inputs, value: Call['value']): WeightShapes;
  lower(g: GraphBuilder, inputs: Inputs, config: Config, call: Call): Value | readonly Value[];
}

/** A definition whose config type is closed over: `config` and `lower` of one record fit each other, the table need not know how. */
export type AnyLayer = LayerDefinition<unknown>;

export const defineLayer = <Config>(definition: LayerDefinition<Config>): AnyLayer => definition as AnyLayer;
