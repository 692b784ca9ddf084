import type { GraphBuilder } from '../../graph/builder.ts';
import type { Node, Value } from '../../graph/values.ts';
import { isHalf } from '../../tensor/half.ts';
import type { Call } from '../define-layer.ts';

/** Keras' epsilon, between which and 1 - epsilon probabilities are clipped. */
const EPSILON = 1e-7;

/**
 * What a loss takes for logits. When a softmax or a sigmoid made the probabilities, Keras goes back to what it was given
 * (keras/src/backend/tensorflow/nn.py, `_get_logits`), which answers otherwise where probabilities are close to 0 or 1.
 *
 * @returns undefined for probabilities.
 * @throws HG_UNSUPPORTED_FIELD where it cannot be told whether Keras would find the function behind a tensor.
 */
export function logitsOf(g: GraphBuilder, output: Value, maker: 'Softmax' | 'Sigmoid', declared: boolean, call: Call): Value | undefined {
  const producer = producerOf(g, output);
  if (producer?.op === 'Identity') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot tell what made the probabilities of the loss');
  if (producer?.op === maker) return producer.inputs[0] ?? undefined;
  return declared ? output : undefined;
}

/** What made a value in Keras' eyes: a layer of 16-bit floats rounds its answer, and the loss takes it as float32, which are no operations there. */
function producerOf(g: GraphBuilder, output: Value): Node | undefined {
  const producer = g.producer(output);
  const [half] = producer?.inputs ?? [];
  if (producer?.op !== 'Cast' || !half || !isHalf(half.dtype)) return producer;
  const rounding = g.producer(half);
  const made = rounding?.op === 'Cast' && rounding.inputs[0] ? g.producer(rounding.inputs[0]) : undefined;
  return made !== undefined && made.origin === rounding?.origin ? made : rounding;
}

/** The logarithm of probabilities, as far as they are from 0 and 1. */
export const clippedLog = (g: GraphBuilder, p: Value): Value => g.node('Log', [clipped(g, p)]);

export const clipped = (g: GraphBuilder, p: Value): Value => g.node('Clip', [p, g.scalar(EPSILON), g.scalar(1 - EPSILON)]);

export const total = (g: GraphBuilder, x: Value, axis: number, keep: boolean): Value => g.node('ReduceSum', [x, g.ints([axis])], { keepdims: keep ? 1 : 0 });
