import type { Tensor } from '../../tensor/tensor.ts';
import { unsupported, wrong } from '../image-header/image-header.ts';

/** Where the pixels of a bitmap lie and what they mean. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Bytes of a row, a multiple of four. */
  readonly stride: number;
  readonly bits: number;
  /** Of red, green and blue; none: the usual ones. */
  readonly masks: readonly number[];
  readonly topDown: boolean;
  /** Blue, green, red, and one byte more where `entry` is 4. */
  readonly palette: Uint8Array;
  readonly entry: number;
}

/** Puts red, green and blue of pixel `x` of a row at `to`. */
type Put = (row: Uint8Array, x: number, out: Uint8Array, to: number) => void;

/** uint8 [height, width, 3]. @param row - bytes of a row in the order of the file. */
export function pixelsOf(pixels: Pixels, row: (index: number) => Uint8Array): Tensor {
  const { width, height, topDown } = pixels;
  const put = putOf(pixels);
  const data = new Uint8Array(width * height * 3);
  for (let index = 0; index < height; index++) {
    const bytes = row(index);
    const start = (topDown ? index : height - 1 - index) * width * 3;
    for (let x = 0; x < width; x++) put(bytes, x, data, start + 3 * x);
  }
  return { dtype: 'uint8', shape: [height, width, 3], data };
}

function putOf(pixels: Pixels): Put {
  if (pixels.bits <= 8) return indexed(pixels);
  if (pixels.bits === 16) return short(pixels.masks);
  if (pixels.masks.length > 0 && pixels.masks.join() !== '16711680,65280,255') throw unsupported('BMP', 'unusual colour masks');
  const bytes = pixels.bits / 8;
  return (row, x, out, to) => {
    for (let colour = 0; colour < 3; colour++) out[to + colour] = row[x * bytes + 2 - colour] as number;
  };
}

/** Leftmost pixel in the highest bits. */
function indexed({ bits, palette, entry }: Pixels): Put {
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (row, x, out, to) => {
    const index = ((row[Math.floor(x / perByte)] as number) >> (8 - bits * ((x % perByte) + 1))) & mask;
    if ((index + 1) * entry > palette.length) throw wrong('BMP', 'have colours of its palette', `found number ${index}`);
    for (let colour = 0; colour < 3; colour++) out[to + colour] = palette[index * entry + 2 - colour] as number;
  };
}

/** 5-5-5 unless masks say 5-6-5; each widened to 8 bits as Pillow does, whole part of v * 255 / most. */
function short(masks: readonly number[]): Put {
  const six = masks.join() === '63488,2016,31';
  if (masks.length > 0 && !six && masks.join() !== '31744,992,31') throw unsupported('BMP', 'unusual colour masks');
  const fields = six
    ? ([
        [11, 31],
        [5, 63],
        [0, 31],
      ] as const)
    : ([
        [10, 31],
        [5, 31],
        [0, 31],
      ] as const);
  return (row, x, out, to) => {
    const value = (row[2 * x] as number) | ((row[2 * x + 1] as number) << 8);
    fields.forEach(([shift, most], colour) => {
      out[to + colour] = Math.floor((((value >> shift) & most) * 255) / most);
    });
  };
}
