import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
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
  const producer = g.producer(output);
  if (producer?.op === 'Identity') throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot tell what made the probabilities of the loss');
  if (producer?.op === maker) return producer.inputs[0] ?? undefined;
  return declared ? output : undefined;
}

/** The logarithm of probabilities, as far as they are from 0 and 1. */
export const clippedLog = (g: GraphBuilder, p: Value): Value => g.node('Log', [clipped(g, p)]);

export const clipped = (g: GraphBuilder, p: Value): Value => g.node('Clip', [p, g.scalar(EPSILON), g.scalar(1 - EPSILON)]);

export const total = (g: GraphBuilder, x: Value, axis: number, keep: boolean): Value => g.node('ReduceSum', [x, g.ints([axis])], { keepdims: keep ? 1 : 0 });
