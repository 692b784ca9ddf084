import type { Picture } from './picture.ts';

/**
 * Red, green and blue, or lightness alone, out of what a decoder gave: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. Alpha is dropped, as Keras' `load_img`
 * does with `color_mode="rgb"` and `"grayscale"` (Pillow's `convert`).
 *
 * Lightness is Pillow's: (19595 R + 38470 G + 7471 B + 32768) >> 16 (ITU-R 601-2 luma).
 */
export function withChannels({ width, height, channels, data }: Picture, wanted: 1 | 3): Picture {
  if (channels === wanted) return { width, height, channels, data };
  const out = new Uint8Array(width * height * wanted);
  const colours = channels > 2;
  for (let pixel = 0, from = 0, to = 0; pixel < width * height; pixel++, from += channels, to += wanted) {
    const [red, green, blue] = [0, 1, 2].map((colour) => data[from + (colours ? colour : 0)] as number) as [number, number, number];
    if (wanted === 1) out[to] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
    else {
      out[to] = red;
      out[to + 1] = green;
      out[to + 2] = blue;
    }
  }
  return { width, height, channels: wanted, data: out };
}
