import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** log(1 + exp(x)), without overflow for large x. */
export const softplusOf = (g: GraphBuilder, x: Value): Value => g.node('Softplus', [x]);

/** `keras.activations.softplus`: log(1 + exp(x)). */
export const softplus = defineActivation({ keras: 'softplus', recurrent: () => ({ onnx: 'Softplus' }), lower: softplusOf });
