import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { withoutArm, withoutArmThumb, withoutDelta, withoutPowerPc, withoutSparc } from '../packed/branches.ts';
import { unpackBzip2 } from '../packed/bzip2.ts';
import { Lzma, lzmaProperties } from '../packed/lzma.ts';
import { lzma2 } from '../packed/lzma2.ts';
import { broken, Output } from '../packed/output.ts';
import { RangeDecoder } from '../packed/range-decoder.ts';
import { lzma2Dictionary } from '../packed/xz.ts';
import { pureInflate } from '../zip/inflate.ts';
import { withoutBcj } from './bcj.ts';

type Run = (packed: Uint8Array, properties: Uint8Array) => void;

/** Filters whose bytes change in place, by their method (Methods.txt of the LZMA SDK). */
const FILTERS: Readonly<Record<string, Run>> = {
  '03': (bytes, [distance = 0]) => withoutDelta(bytes, distance + 1),
  '03030103': (bytes) => bytes.set(withoutBcj(bytes)),
  '03030205': (bytes) => withoutPowerPc(bytes, 0),
  '03030501': (bytes) => withoutArm(bytes, 0),
  '03030701': (bytes) => withoutArmThumb(bytes, 0),
  '03030805': (bytes) => withoutSparc(bytes, 0),
};

/** Methods that are read here besides. */
const METHODS: Readonly<Record<string, 'bzip2' | 'copy' | 'deflate' | 'lzma' | 'lzma2'>> = {
  '00': 'copy',
  '030101': 'lzma',
  '040108': 'deflate',
  '040202': 'bzip2',
  '21': 'lzma2',
};
const ENCRYPTED = '06f10701';

export interface Coder {
  /** Bytes that come out. */
  readonly size: number;
  readonly method: string;
  readonly properties: Uint8Array;
}

/** Some members packed together ("solid"). */
export interface Folder {
  /** In the order in which they unpack. */
  readonly coders: readonly Coder[];
  /** Bytes that come out of the last one. */
  readonly size: number;
  /** Their CRC-32, where the header says one. */
  readonly crc?: number;
}

export interface Part {
  readonly size: number;
  /** Of the member, where the header says one. */
  readonly crc: number | undefined;
}

export interface Streams {
  readonly packAt: number;
  readonly packSizes: readonly number[];
  readonly folders: readonly Folder[];
  /** The members of each folder. */
  readonly parts: readonly (readonly Part[])[];
}

/** What unpacks to less is no bomb, whatever its ratio. */
const ORDINARY_BYTES = 1 << 20;

/** The members of one folder, one behind the other. @throws HG_UNSUPPORTED_FORMAT, HG_LIMIT_BYTES, HG_LIMIT_RATIO, HG_ARTIFACT_ARCHIVE */
export function unpackFolder(source: ByteSource, { packAt, packSizes, folders }: Streams, index: number, maxBytes: number, maxRatio: number): Uint8Array {
  const { coders } = folders[index] as Folder;
  if (coders.length === 0 || !coders.every(({ method }) => method in METHODS || method in FILTERS)) throw unread(methodsOf(coders));
  const size = Math.max(...coders.map((coder) => coder.size));
  const packedBytes = packSizes[index] ?? 0;
  if (Math.max(size, packedBytes) > maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot unpack the members as they must have at most ${maxBytes} bytes together: they have ${size}`);
  if (size > Math.max(ORDINARY_BYTES, packedBytes * maxRatio))
    throw new HorngateError(
      'HG_LIMIT_RATIO',
      `Cannot unpack the members as they must be at most ${maxRatio} times their packed size: ${packedBytes} bytes become ${size}`,
    );
  const at = packAt + packSizes.slice(0, index).reduce((sum, one) => sum + one, 0);
  return coders.reduce((bytes, coder) => unpackWith(coder, bytes, at), source.read(at, packedBytes));
}

function unpackWith({ method, properties, size }: Coder, packed: Uint8Array, at: number): Uint8Array {
  const kind = METHODS[method];
  const out = new Output(size);
  if (kind === 'copy') out.append(packed.subarray(0, size));
  else if (method in FILTERS) {
    out.append(packed);
    FILTERS[method]?.(out.bytes, properties);
  } else if (kind === 'deflate') out.append(pureInflate.member(packed, 0, size).bytes);
  else if (kind === 'bzip2') unpackBzip2(packed, out);
  else if (kind === 'lzma2') {
    if (properties.length !== 1 || (properties[0] as number) > 40) throw broken('7z', 'LZMA2 must have its dictionary', at);
    lzma2(packed, 0, lzma2Dictionary(properties[0] as number), out);
  } else {
    if (properties.length !== 5) throw broken('7z', 'LZMA must have its properties', at);
    const dictionary = new DataView(properties.buffer, properties.byteOffset).getUint32(1, true);
    new Lzma(out, lzmaProperties(properties[0] as number), dictionary, 0).decode(new RangeDecoder(packed, 0, packed.length), size);
  }
  if (out.length !== size) throw broken('7z', `${size} bytes must come out: ${out.length} do`, at);
  return out.bytes;
}

const methodsOf = (coders: readonly Coder[]): string =>
  coders.some(({ method }) => method === ENCRYPTED) ? 'members that are encrypted' : `members packed by ${coders.map(({ method }) => method).join(' and ')}`;

export const unread = (what: string): HorngateError => new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot look into the 7z archive as it has ${what}`);
