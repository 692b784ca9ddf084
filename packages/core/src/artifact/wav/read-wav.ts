import { type NumericDType, type Tensor, tensorOf } from '../../tensor/tensor.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { unsupported, wrong } from '../image-header/image-header.ts';
import { MediaBytes } from '../image-header/media-bytes.ts';

export type WavLimits = Pick<Limits, 'maxTensorBytes' | 'maxEntries'>;

export interface Wav {
  /** Frames of a second. */
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly frames: number;
  /** [frames, channels] as they are stored: uint8, int16, int32 (24 bits too), float32 or float64. */
  samples(): Tensor;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** KSDATAFORMAT_SUBTYPE_PCM and _IEEE_FLOAT without their first two bytes, which are PCM or FLOAT. */
const SUBTYPE = '\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71';
const DTYPES: Readonly<Record<string, NumericDType>> = {
  '1 8': 'uint8',
  '1 16': 'int16',
  '1 24': 'int32',
  '1 32': 'int32',
  '3 32': 'float32',
  '3 64': 'float64',
};
const MAX_CHANNELS = 256;

interface Form {
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
  readonly dtype: NumericDType;
}

/**
 * Reads a RIFF WAVE file: PCM of 8, 16, 24 or 32 bits, floats of 32 or 64, also in the extensible form.
 *
 * @throws HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT for other codings, HG_LIMIT_ENTRIES, HG_LIMIT_TENSOR before memory is taken
 * @see Multimedia Programming Interface and Data Specifications 1.0, "Waveform Audio File Format"; Microsoft, WAVEFORMATEXTENSIBLE
 */
export function readWav(source: ByteSource, limits: WavLimits): Wav {
  const file = new MediaBytes(source, 'WAV');
  if (file.text(0, 4) !== 'RIFF' || file.text(8, 4) !== 'WAVE') throw wrong('WAV', 'start with RIFF and WAVE', 'it does not');
  if (file.u32(4, true) + 8 !== file.size) throw wrong('WAV', 'be as long as it says', `it says ${file.u32(4, true) + 8} bytes and has ${file.size}`);
  let form: Form | undefined;
  let data: { at: number; length: number } | undefined;
  for (let at = 12, count = 1; at < file.size; count++) {
    if (count > limits.maxEntries)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot read the WAV input as it must have at most ${limits.maxEntries} chunks: it has more`);
    const [type, length] = [file.text(at, 4), file.u32(at + 4, true)];
    // The last chunk's padding is left out by some writers.
    const next = at + 8 + length + (at + 8 + length === file.size ? 0 : length & 1);
    if (next > file.size) throw wrong('WAV', `hold its chunk ${JSON.stringify(type)}`, `it ends ${next - file.size} bytes too soon`);
    if ((type === 'fmt ' && form !== undefined) || (type === 'data' && (data !== undefined || form === undefined)))
      throw wrong('WAV', 'have one format, and then one piece of data', `found another order at ${at}`);
    if (type === 'fmt ') form = readForm(file, at + 8, length);
    if (type === 'data') data = { at: at + 8, length };
    at = next;
  }
  if (form === undefined || data === undefined) throw wrong('WAV', 'have a format and data', 'it has none');
  return described(file, form, data, limits);
}

/** wFormatTag, nChannels, nSamplesPerSec, nAvgBytesPerSec, nBlockAlign, wBitsPerSample; then cbSize, wValidBitsPerSample, dwChannelMask, SubFormat. */
function readForm(file: MediaBytes, at: number, length: number): Form {
  if (length < 16) throw wrong('WAV', 'have a format of 16 bytes', `found ${length}`);
  const [tag, channels, align, bits] = [0, 2, 12, 14].map((field) => file.u16(at + field, true)) as [number, number, number, number];
  const [rate, perSecond] = [file.u32(at + 4, true), file.u32(at + 8, true)];
  const coding = tag === EXTENSIBLE ? subtype(file, at, length, bits) : tag;
  if (channels < 1 || channels > MAX_CHANNELS || rate < 1) throw wrong('WAV', `have 1 to ${MAX_CHANNELS} channels and a rate`, `found ${channels} and ${rate}`);
  const dtype = DTYPES[`${coding} ${bits}`];
  if (dtype === undefined) throw unsupported('WAV', `coding ${coding} with ${bits} bits`);
  if (align !== (channels * bits) / 8 || perSecond !== align * rate)
    throw wrong('WAV', 'have the sizes that channels and bits make', `found ${align} and ${perSecond}`);
  return { channels, rate, bits, dtype };
}

function subtype(file: MediaBytes, at: number, length: number, bits: number): number {
  if (length < 40 || file.u16(at + 16, true) < 22 || file.text(at + 26, 14) !== SUBTYPE) throw unsupported('WAV', 'a coding of its own');
  if (file.u16(at + 18, true) !== bits) throw unsupported('WAV', `${file.u16(at + 18, true)} valid bits of ${bits}`);
  const coding = file.u16(at + 24, true);
  if (coding !== PCM && coding !== FLOAT) throw unsupported('WAV', `coding ${coding}`);
  return coding;
}

function described(
  file: MediaBytes,
  { channels, rate, bits, dtype }: Form,
  { at, length }: { at: number; length: number },
  { maxTensorBytes }: WavLimits,
): Wav {
  const align = (channels * bits) / 8;
  if (length === 0 || length % align !== 0) throw wrong('WAV', `have whole frames of ${align} bytes`, `found ${length} bytes`);
  const frames = length / align;
  const bytes = frames * channels * 8;
  if (bytes > maxTensorBytes)
    throw new HorngateError('HG_LIMIT_TENSOR', `Cannot read the WAV input as its samples must have at most ${maxTensorBytes} bytes: found ${bytes}`);
  const shape = [frames, channels];
  const samples = (): Tensor =>
    bits === 24 ? { dtype: 'int32', shape, data: of24(file.bytes(at, length)) } : tensorOf(dtype, shape, new Uint8Array(file.bytes(at, length)));
  return { rate, channels, bits, frames, samples };
}

/** Little-endian, two's complement. */
function of24(bytes: Uint8Array): Int32Array {
  const out = new Int32Array(bytes.length / 3);
  for (let index = 0, at = 0; index < out.length; index++, at += 3)
    out[index] = (((bytes[at] as number) << 8) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 24)) >> 8;
  return out;
}
