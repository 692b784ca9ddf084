import type { AnyLayer } from '../define-layer.ts';
import { activation } from './activations/activation.ts';
import { elu } from './activations/elu.ts';
import { leakyRelu } from './activations/leaky-relu.ts';
import { prelu } from './activations/prelu.ts';
import { relu } from './activations/relu.ts';
import { softmax } from './activations/softmax.ts';
import { dense } from './core/dense.ts';
import { embedding } from './core/embedding.ts';
import { masking } from './core/masking.ts';

const layers: readonly AnyLayer[] = [activation, elu, leakyRelu, prelu, relu, softmax, dense, embedding, masking];

/** The layers that are compiled, sorted by file: widening the allow-list is one line here. */
export const LAYERS: ReadonlyMap<string, AnyLayer> = new Map(layers.map((definition) => [definition.keras, definition]));
