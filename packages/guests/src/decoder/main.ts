import { type Format, readNpy, readNpz, sniff } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { decodeUtf8, hasLoneSurrogate } from '@horngate/core/text';
import { type ByteSource, HorngateError, type Limits } from '@horngate/core/words';
import { type Answer, serveFrames } from '@horngate/sandbox/inside';
import { windowedSource } from '../file-source.ts';
import { files, limits, record } from '../params.ts';
import { fed } from '../pixels/fed.ts';
import { digests, inflate } from '../ports.ts';
import { readTensorsJson } from './json-tensors.ts';
import { describe, type Medium, openMedium, pictureOf, samplesOf, stillOf } from './media.ts';

/** What the last `decode` opened: this guest has one file. */
let medium: Medium | undefined;

/**
 * `{files: [one], limits}` → `{names, medium}` and the tensors in the same order; a file without names gives `arr_0`, a `.txt` one text. An image or a sound gives no tensor yet:
 * its header says what it is, and `still`, `fed` or `samples` ask for more.
 */
function decode(params: unknown): Answer {
  const data = record(params);
  const [file] = files(data);
  if (file === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot decode without a file');
  return asInput(() => {
    const source = windowedSource(file.fd, file.bytes);
    const { format } = sniff(source);
    if (/\.txt$/i.test(file.path)) return { result: { names: ['text'], medium: null, text: true }, tensors: [textOf(source, limits(data))] };
    medium = mediumOf(source, format, limits(data));
    if (medium !== undefined) return { result: { names: [], medium: describe(medium), text: false } };
    const named = tensorsOf(source, format, file.path, limits(data));
    for (const [name, tensor] of named) if (tensor.dtype === 'string') expectUnicode(name, tensor.data);
    return { result: { names: [...named.keys()], medium: null, text: false }, tensors: [...named.values()] };
  });
}

/** One text without an axis: the whole file, but for the end of its last line. @throws HG_INPUT_FORMAT unless it is UTF-8 */
function textOf(source: ByteSource, { maxTensorBytes }: Limits): Tensor {
  if (source.size > maxTensorBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read a text of ${source.size} bytes as at most ${maxTensorBytes} are allowed`);
  const text = decodeUtf8(source.read(0, source.size));
  if (text === undefined) throw new HorngateError('HG_INPUT_FORMAT', 'Cannot read the text as it must be UTF-8: it is not');
  return { dtype: 'string', shape: [], data: [text.replace(/\r?\n$/, '')] };
}

/** A frame holds UTF-8, and would hold another sign in the place of half a surrogate pair. @throws HG_INPUT_FORMAT */
function expectUnicode(name: string, texts: readonly string[]): void {
  if (texts.some(hasLoneSurrogate))
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${name}" as its texts must be Unicode: one has half of a surrogate pair`);
}

/** A file that is an image and an archive as well is two things to two readers. */
function mediumOf(source: ByteSource, format: Format, budget: Limits): Medium | undefined {
  const found = openMedium(source, budget);
  if (found !== undefined && format !== 'unknown')
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot read the input as it must be one thing: it is ${format} as well`);
  return found;
}

/** The readers speak of artifacts; here the file is the caller's own input. */
function asInput<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HorngateError) || !error.code.startsWith('HG_ARTIFACT_')) throw error;
    throw new HorngateError('HG_INPUT_FORMAT', error.message, { where: error.where });
  }
}

function tensorsOf(source: ByteSource, format: Format, path: string, budget: Limits): ReadonlyMap<string, Tensor> {
  if (format === 'npy') return new Map([['arr_0', readNpy(source, budget)]]);
  if (format === 'npz' || format === 'zip') return readNpz(source, budget, inflate, digests);
  if (format === 'json') return readTensorsJson(source.read(0, Math.min(source.size, budget.maxTensorBytes)), budget);
  const known = '.npz, .npy, .json, .txt, PNG, JPEG, WebP, GIF, TIFF, BMP or WAV';
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as it must be ${known}: found ${format}`);
}

void serveFrames({
  decode,
  still: () => ({ result: {}, tensors: [asInput(() => stillOf(medium))] }),
  fed: (params) => ({ result: {}, tensors: [asInput(() => fed(pictureOf(medium), params))] }),
  samples: () => ({ result: {}, tensors: [asInput(() => samplesOf(medium))] }),
});
