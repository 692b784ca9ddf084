import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { dimOf, known } from '../../dims.ts';
import { channelsOf, range } from '../channels.ts';
import { INT32 } from '../window.ts';
import { expectImages } from './image.ts';
import { BYTES, betweenRanges, valueRange } from './value-range.ts';

const BINS = 256;

/** Pixels of an image are placed one by one, so that their number must not be the file's to choose: 16 million are 4096 x 4096. */
const MOST_PIXELS = 1 << 24;

/** One axis of the image cut into tiles. */
interface Tiles {
  readonly size: number;
  readonly count: number;
  /** Pixels of a tile; the last one is filled up with pixels mirrored at the edge. */
  readonly length: number;
}

/**
 * `keras.layers.ContrastLimitedAdaptiveHistogramEqualization` (keras/src/layers/preprocessing/image_preprocessing/clahe.py). It acts at inference too.
 *
 * Each channel of each tile has a histogram of its own, of which nothing stands above the limit; the cumulative sums are what a colour becomes, taken from
 * the four tiles around a pixel. Sizes must be known, as tiles and weights are reckoned here.
 */
export const contrastLimitedAdaptiveHistogramEqualization = defineLayer({
  keras: 'ContrastLimitedAdaptiveHistogramEqualization',
  arguments: ['data'],
  floats: true,
  config: (f) => {
    f.ignore('bounding_box_format');
    return {
      values: valueRange(f),
      limit: f.number('clip_limit', { absent: 4 }),
      grid: f.has('tile_grid_size') ? f.ints('tile_grid_size', 2, { min: 1, max: INT32 }) : [8, 8],
      channels: channelsOf(f),
    };
  },
  lower: (g, [x], { values, limit, grid, channels }, call) => {
    expectImages(x, [4], call);
    const last = channels === 'channels_first' ? g.transpose(x, [0, 2, 3, 1]) : x;
    const axes = [1, 2].map((axis): Tiles => {
      const [size, count] = [known(last, axis), grid[axis - 1] ?? 1];
      const length = Math.ceil(size / count);
      if (length * count > 2 * size) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" as ${size} pixels are too few for ${count} tiles`);
      return { size, count, length };
    }) as [Tiles, Tiles];
    const pixels = axes.reduce((all, { count, length }) => all * count * length, known(last, 3));
    if (pixels > MOST_PIXELS) throw call.refuse('HG_LIMIT_ACTIVATION', `Cannot compile "${call.name}" for more than ${MOST_PIXELS} pixels: found ${pixels}`);
    const images = axes.reduce((image, tiles, index) => mirrored(g, image, tiles, index + 1), betweenRanges(g, last, values, BYTES));
    // Cutting to whole numbers comes before the bounds, so that -0.5 and 255.5 are what 0 and 255 are.
    const bins = g.cast(g.node('Clip', [g.node('Cast', [images], { to: 6 }), g.scalar(0, 'int32'), g.scalar(BINS - 1, 'int32')]), 'int64');
    const curves = clipped(g, histograms(g, bins, axes, x), axes, limit);
    const y = blended(g, bins, bordered(g, curves), axes);
    const cut = axes.reduce((image, { size }, index) => first(g, image, index + 1, size), y);
    const answer = betweenRanges(g, cut, BYTES, values);
    return channels === 'channels_first' ? g.transpose(answer, [0, 3, 1, 2]) : answer;
  },
});

function mirrored(g: GraphBuilder, x: Value, { size, count, length }: Tiles, axis: number): Value {
  if (count * length === size) return x;
  return g.node('Gather', [x, g.ints(range(count * length).map((at) => (at < size ? at : 2 * size - 1 - at)))], { axis });
}

const first = (g: GraphBuilder, x: Value, axis: number, size: number): Value =>
  x.dims[axis] === size ? x : g.node('Slice', [x, g.ints([0]), g.ints([size]), g.ints([axis])]);

/** How many pixels of each tile and channel have each colour: [batch, rows, columns, channels, 256]. */
function histograms(g: GraphBuilder, bins: Value, [rows, columns]: readonly [Tiles, Tiles], x: Value): Value {
  const [batch, channels] = [dimOf(bins, 0), dimOf(bins, 3)];
  const tiled = g.transpose(g.reshape(bins, [batch, rows.count, rows.length, columns.count, columns.length, channels]), [0, 1, 3, 5, 2, 4]);
  const flat = g.reshape(tiled, [batch, rows.count, columns.count, channels, rows.length * columns.length]);
  const filled = (value: number, like: Value, dims: Value['dims']): Value => g.node('Expand', [g.scalar(value, x.dtype), g.shape(like, dims)], {}, dims);
  const none = filled(0, flat, [batch, rows.count, columns.count, channels, BINS]);
  return g.node('ScatterElements', [none, flat, filled(1, flat, flat.dims)], { axis: 4, reduction: 'add' });
}

/** Histograms with what is above the limit spread over all colours, summed up and stretched to 0 … 255. */
function clipped(g: GraphBuilder, counts: Value, [rows, columns]: readonly [Tiles, Tiles], limit: number): Value {
  const pixels = rows.length * columns.length;
  const number = (value: number): Value => g.scalar(value, counts.dtype);
  const even = limit > 0 ? spread(g, counts, (limit * pixels) / BINS) : counts;
  const sums = g.node('CumSum', [even, g.scalar(4, 'int64')]);
  const least = g.node('ReduceMin', [sums, g.ints([4])], { keepdims: 1 });
  const span = g.node('Sub', [number(pixels), least]);
  const divisor = g.node('Where', [g.node('Equal', [span, number(0)]), number(1), span]);
  const stretched = g.node('Div', [g.node('Mul', [g.node('Sub', [sums, least]), number(255)]), divisor]);
  return g.node('Clip', [stretched, number(0), number(255)]);
}

function spread(g: GraphBuilder, counts: Value, limit: number): Value {
  const kept = g.node('Clip', [counts, g.scalar(0, counts.dtype), g.scalar(limit, counts.dtype)]);
  const excess = g.node('ReduceSum', [g.node('Sub', [counts, kept]), g.ints([4])], { keepdims: 1 });
  return g.node('Add', [kept, g.node('Div', [excess, g.scalar(BINS, counts.dtype)])]);
}

/** The curves of the outer tiles once more around them. */
function bordered(g: GraphBuilder, curves: Value): Value {
  return [1, 2].reduce((value, axis) => {
    const count = known(value, axis);
    return g.node('Gather', [value, g.ints([0, ...range(count), count - 1])], { axis });
  }, curves);
}

/** Each pixel by the curves of the four tiles around it: [batch, height, width, channels]. */
function blended(g: GraphBuilder, bins: Value, curves: Value, [rows, columns]: readonly [Tiles, Tiles]): Value {
  const channels = known(bins, 3);
  const [down, right] = [around(rows), around(columns)];
  const flat = g.flattenFrom(curves, 1);
  const at = (y: readonly number[], x: readonly number[]): Value => {
    const places = y.flatMap((row) =>
      x.flatMap((column) => range(channels).map((channel) => ((row * (columns.count + 2) + column) * channels + channel) * BINS)),
    );
    const offsets = constant(g, places, [1, y.length, x.length, channels]);
    const index = g.node('Add', [bins, offsets]);
    return g.reshape(g.node('GatherElements', [flat, g.flattenFrom(index, 1)], { axis: 1 }), bins.dims);
  };
  const weights = (values: readonly number[], dims: readonly number[]): Value => g.floats(values, dims);
  const mix = (a: Value, b: Value, share: readonly number[], dims: readonly number[]): Value => {
    const rest = share.map((value) => Math.fround(1 - value));
    return g.node('Add', [g.node('Mul', [a, weights(rest, dims)]), g.node('Mul', [b, weights(share, dims)])]);
  };
  const across: readonly number[] = [1, 1, right.share.length, 1];
  const top = mix(at(down.before, right.before), at(down.before, right.after), right.share, across);
  const bottom = mix(at(down.after, right.before), at(down.after, right.after), right.share, across);
  return mix(top, bottom, down.share, [1, down.share.length, 1, 1]);
}

/** For each pixel of an axis the tiles before and after its place, and the share of the one after, in single precision. */
function around({ count, length }: Tiles): { readonly before: readonly number[]; readonly after: readonly number[]; readonly share: readonly number[] } {
  const places = range(count * length).map((pixel) => Math.fround(Math.fround((pixel - length / 2) / length) + 1));
  const bound = (tile: number): number => Math.min(Math.max(tile, 0), count + 1);
  return {
    before: places.map((place) => bound(Math.floor(place))),
    after: places.map((place) => bound(Math.floor(place) + 1)),
    share: places.map((place) => Math.fround(place - Math.floor(place))),
  };
}

/** Whole numbers in more axes than one. */
const constant = (g: GraphBuilder, values: readonly number[], dims: readonly number[]): Value =>
  g.constant({ dtype: 'int64', dims, read: () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer) });
