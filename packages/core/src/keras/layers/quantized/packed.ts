import { HorngateError } from '../../../words/error.ts';
import { bytesOfFloats, floatsOf, permuteWeight, type Weight } from '../../weight.ts';

/** Two int4 a byte along the last axis, the lower four bits first: [rows, ceil(columns / 2)] (keras/src/quantizers/quantizers.py, `pack_int4`). */
export const packedDims = (rows: number, columns: number): readonly number[] => [rows, Math.ceil(columns / 2)];

/** The int4 as int8 [rows, columns]. */
export function unpacked(weight: Weight, columns: number): Weight {
  const [rows = 0, width = 0] = weight.dims;
  return {
    dtype: 'int8',
    dims: [rows, columns],
    key: `${weight.key}|int4`,
    read: () => {
      const bytes = weight.read();
      const whole = new Uint8Array(rows * columns);
      for (let row = 0, at = 0; row < rows; row++)
        for (let column = 0; column < columns; column++, at++) {
          const byte = bytes[row * width + (column >> 1)] ?? 0;
          // Four bits in two's complement, as the eight bits of an int8.
          whole[at] = (((column & 1 ? byte >> 4 : byte & 15) ^ 8) - 8) & 255;
        }
      return whole;
    },
  };
}

/** How whole numbers [rows, columns] become floats again. `along` is the axis of the groups; a scale for each of the other axis where there are no groups. */
export interface Dequantization {
  readonly scale: Weight;
  /** int8, or float32 where Keras keeps them so; undefined where there are no groups. */
  readonly zero: Weight | undefined;
  /** The group of each row, or column: float32. */
  readonly groups: Weight | undefined;
  readonly along: 0 | 1;
}

/**
 * (w - zero) * scale by groups, or w / scale without, as `dequantize_with_sz_map` has it.
 *
 * Scales are [groups, columns] along axis 0 and [rows, groups] along axis 1.
 *
 * @throws HG_ARTIFACT_WEIGHTS, when it is read, for a group that there is no scale of.
 */
export function dequantized(weight: Weight, { scale, zero, groups, along }: Dequantization): Weight {
  const [rows = 0, columns = 0] = weight.dims;
  const read = (): Uint8Array => {
    const whole = int8Of(weight);
    const scales = floatsOf(scale);
    const zeros = zero === undefined ? undefined : zero.dtype === 'int8' ? int8Of(zero) : floatsOf(zero);
    const group = groups === undefined ? undefined : floatsOf(groups);
    const most = (scale.dims[along] ?? 1) - 1;
    const out = new Float32Array(rows * columns);
    for (let row = 0, at = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, at++) {
        const value = whole[at] ?? 0;
        const index = group === undefined ? 0 : Math.trunc(group[along === 0 ? row : column] ?? 0);
        if (!(index >= 0 && index <= most)) throw outside(index, most + 1);
        const place = group === undefined ? (along === 0 ? column : row) : along === 0 ? index * columns + column : row * (most + 1) + index;
        const factor = scales[place] ?? 0;
        out[at] = zeros === undefined ? value / factor : Math.fround(value - (zeros[place] ?? 0)) * factor;
      }
    return bytesOfFloats(out);
  };
  return { dtype: 'float32', dims: weight.dims, key: `${weight.key}|${scale.key}`, read };
}

function int8Of(weight: Weight): Int8Array {
  const { buffer, byteOffset, byteLength } = weight.read();
  return new Int8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

const outside = (group: number, groups: number): HorngateError =>
  new HorngateError('HG_ARTIFACT_WEIGHTS', `Cannot read the weights as each must be in one of ${groups} groups: found ${group}`);

/** Groups that `count` rows or columns make. */
export const groupsOf = (count: number, block: number): number => Math.ceil(count / block);

/** int4 that are packed along the first axis: [ceil(rows / 2), columns] as int8 [rows, columns]. */
export const unpackedRows = (weight: Weight, rows: number): Weight => permuteWeight(unpacked(permuteWeight(weight, [1, 0]), rows), [1, 0]);
