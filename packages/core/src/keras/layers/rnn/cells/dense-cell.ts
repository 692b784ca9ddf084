import type { GraphBuilder } from '../../../../graph/builder.ts';
import { type Dims, isKnown } from '../../../../graph/dims.ts';
import type { Value } from '../../../../graph/values.ts';
import { HorngateError } from '../../../../words/error.ts';
import type { Fields } from '../../../fields.ts';
import { INT32 } from '../../window.ts';

/** What SimpleRNNCell, LSTMCell and GRUCell have in common. */
export interface DenseCell {
  readonly units: number;
  readonly bias: boolean;
}

/** Dropout is for training; how the products are written, and what the initial bias was, changes nothing. */
export function readDenseCell(f: Fields): DenseCell {
  f.ignore('dropout', 'recurrent_dropout', 'implementation', 'unit_forget_bias');
  return { units: f.int('units', { min: 1, max: INT32 }), bias: f.boolean('use_bias', true) };
}

/** The features of one step. @throws HG_ARTIFACT_SHAPE where a call decides them. */
export function featuresOf(input: Dims): number {
  const [features] = input;
  if (input.length !== 1 || features === undefined || !isKnown(features))
    throw new HorngateError('HG_ARTIFACT_SHAPE', 'Cannot build the recurrent layer as each step must be a vector of a known size');
  return features;
}

/** x . kernel + bias, the bias being left out where there is none. */
export function affine(g: GraphBuilder, x: Value, kernel: Value, bias: Value | undefined): Value {
  const product = g.node('MatMul', [x, kernel]);
  return bias === undefined ? product : g.node('Add', [product, bias]);
}
