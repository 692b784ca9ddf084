import { ByteWriter } from '../../byte-writer.ts';
import type { NewDataset } from './new-object.ts';

/** Sign, exponent position, exponent bits, mantissa position, mantissa bits, bias: IEEE 754 (IV.A.2.d, class 1). */
const FLOATS: Readonly<Record<string, readonly [size: number, sign: number, ...layout: number[], bias: number]>> = {
  float16: [2, 15, 10, 5, 0, 10, 15],
  float32: [4, 31, 23, 8, 0, 23, 127],
  float64: [8, 63, 52, 11, 0, 52, 1023],
};
const VERSION_1 = 0x10;
const [FIXED_POINT, FLOATING_POINT, OPAQUE, VARIABLE] = [0, 1, 5, 9];

/** The datatype message (IV.A.2.d) of a number, little-endian. */
export function numberType(dtype: NewDataset['dtype']): Uint8Array {
  const writer = new ByteWriter();
  if (dtype === 'bfloat16')
    return writer
      .u8(VERSION_1 | OPAQUE, 0, 0, 0)
      .u32(2)
      .done();
  const float = FLOATS[dtype];
  if (float !== undefined) {
    const [size, sign, exponentAt, exponentBits, mantissaAt, mantissaBits, bias] = float as readonly [number, number, number, number, number, number, number];
    const impliedBit = 0x20;
    writer
      .u8(VERSION_1 | FLOATING_POINT, impliedBit, sign, 0)
      .u32(size)
      .u16(0)
      .u16(8 * size);
    return writer.u8(exponentAt, exponentBits, mantissaAt, mantissaBits).u32(bias).done();
  }
  return integerType(Number(/\d+$/.exec(dtype)?.[0]) / 8, !dtype.startsWith('u'));
}

function integerType(size: number, signed: boolean): Uint8Array {
  return new ByteWriter()
    .u8(VERSION_1 | FIXED_POINT, signed ? 8 : 0, 0, 0)
    .u32(size)
    .u16(0)
    .u16(8 * size)
    .done();
}

/** A text of variable length in UTF-8, ended by a NUL: h5py hands such a one out as `str`. */
export const textType = (): Uint8Array =>
  new ByteWriter()
    .u8(VERSION_1 | VARIABLE, 0x01, 0x01, 0)
    .u32(16)
    .raw(integerType(1, false))
    .done();
