import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { channelsOf } from '../layers/channels.ts';
import { expectFloat, expectRank } from '../layers/expect.ts';
import { filtered } from './filters.ts';
import { tensorOf } from './operands.ts';

const DOWN = [-1, -2, -1, 0, 0, 0, 1, 2, 1];
const ACROSS = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

/** `keras.ops.image.sobel_edges`: slopes down and across on a new last axis; edges are mirrored (tensorflow/python/ops/image_ops_impl.py, `sobel_edges`). */
export const sobelEdges = defineOperation({
  keras: 'SobelEdges',
  arguments: ['images'],
  config: channelsOf,
  lower: (g, channels, call) => {
    const x = tensorOf(g, call, 'images');
    expectRank(x, 4, call);
    expectFloat(x, call);
    const images = channels === 'channels_first' ? x : g.transpose(x, [0, 3, 1, 2]);
    const padded = g.node('Pad', [images, g.ints([0, 0, 1, 1, 0, 0, 1, 1])], { mode: 'reflect' });
    const slopes = filtered(g, padded, [DOWN, ACROSS], [3, 3], 'valid', call);
    const [batch, count, high, wide] = [0, 1, 2, 3].map((axis) => dimOf(images, axis)) as [number, number, number, number];
    const apart = g.node('Reshape', [slopes, g.shape(images, [batch, count, 2, high, wide])], { allowzero: 1 }, [batch, count, 2, high, wide]);
    return g.transpose(apart, channels === 'channels_first' ? [0, 1, 3, 4, 2] : [0, 3, 4, 1, 2]);
  },
});
