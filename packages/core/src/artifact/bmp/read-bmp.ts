import type { Tensor } from '../../tensor/tensor.ts';
import type { ByteSource } from '../../words/ports.ts';
import { checkPixels, type ImageHeader, type ImageLimits, unsupported, wrong } from '../image-header/image-header.ts';
import { MediaBytes } from '../image-header/media-bytes.ts';
import { type Pixels, pixelsOf } from './pixels.ts';

const RGB = 0;
const BITFIELDS = 3;
const COMPRESSIONS: Readonly<Record<number, string>> = { 1: 'run lengths (RLE8)', 2: 'run lengths (RLE4)', 4: 'a JPEG inside', 5: 'a PNG inside' };
const HEADERS = [12, 40, 52, 56, 64, 108, 124];
/** Some writers fill up to a multiple of four. */
const MOST_BEHIND = 3;

export interface Bmp {
  readonly header: ImageHeader;
  /** uint8 [height, width, 3], red green blue. Palettes are looked up, alpha is dropped. */
  pixels(): Tensor;
}

interface Layout {
  readonly headerBytes: number;
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  readonly colours: number;
}

/**
 * Reads an uncompressed Windows bitmap: 1, 4 or 8 bits with a palette, 16 (5-5-5 or 5-6-5), 24 or 32 bits.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for run lengths and unusual masks, HG_LIMIT_TENSOR past `maxPixels`, before memory is taken
 * @see Microsoft, Bitmap Storage: BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER
 */
export function readBmp(source: ByteSource, limits: ImageLimits): Bmp {
  const file = new MediaBytes(source, 'BMP');
  if (file.text(0, 2) !== 'BM') throw wrong('BMP', 'start with its signature', 'it does not');
  const layout = readLayout(file);
  checkPixels('bmp', layout.width, layout.height, limits);
  const { headerBytes, width, height, bits, compression } = layout;
  const masks = compression === BITFIELDS ? [0, 4, 8].map((at) => file.u32(54 + at, true)) : [];
  const paletteAt = 14 + headerBytes + (compression === BITFIELDS && headerBytes === 40 ? 12 : 0);
  const entry = headerBytes === 12 ? 3 : 4;
  const paletteBytes = bits > 8 ? 0 : layout.colours * entry;
  const offset = file.u32(10, true);
  const stride = 4 * Math.ceil((width * bits) / 32);
  if (offset < paletteAt + paletteBytes) throw wrong('BMP', 'have its pixels behind header and palette', `they begin at ${offset}`);
  const end = offset + stride * height;
  if (end > file.size) throw wrong('BMP', `hold ${stride * height} bytes of pixels`, `${file.size - offset} are left`);
  // A profile, which version 5 puts there, is not looked at; anything else is a second file.
  if (file.size - end > MOST_BEHIND && headerBytes !== 124) throw wrong('BMP', 'end with its pixels', `${file.size - end} bytes follow`);
  const pixels: Pixels = { width, height, stride, bits, masks, topDown: layout.topDown, palette: file.bytes(paletteAt, paletteBytes), entry };
  return { header: { format: 'bmp', width, height, frames: 1, bits }, pixels: () => pixelsOf(pixels, (row) => file.bytes(offset + stride * row, stride)) };
}

function readLayout(file: MediaBytes): Layout {
  const headerBytes = file.u32(14, true);
  if (!HEADERS.includes(headerBytes)) throw wrong('BMP', `have a header of ${HEADERS.join(', ')} bytes`, `found ${headerBytes}`);
  const core = headerBytes === 12;
  const [width, rows] = core ? [file.u16(18, true), file.u16(20, true)] : [file.u32(18, true) | 0, file.u32(22, true) | 0];
  const [planes, bits] = [file.u16(core ? 22 : 26, true), file.u16(core ? 24 : 28, true)];
  const compression = core ? RGB : file.u32(30, true);
  const [used, most] = [core ? 0 : file.u32(46, true), bits > 8 ? 0 : 2 ** bits];
  if (planes !== 1 || ![1, 4, 8, 16, 24, 32].includes(bits)) throw wrong('BMP', 'have one plane of 1, 4, 8, 16, 24 or 32 bits', `found ${planes} of ${bits}`);
  if (COMPRESSIONS[compression] !== undefined) throw unsupported('BMP', COMPRESSIONS[compression]);
  if (compression !== RGB && !(compression === BITFIELDS && (bits === 16 || bits === 32))) throw wrong('BMP', 'be uncompressed', `found kind ${compression}`);
  if (bits <= 8 && used > most) throw wrong('BMP', `have at most ${most} colours`, `found ${used}`);
  return { headerBytes, width, height: Math.abs(rows), topDown: rows < 0, bits, compression, colours: used === 0 ? most : used };
}
