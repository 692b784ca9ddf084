import type { Tensor } from '@horngate/core/tensor';
import { HorngateError, type TensorSpec } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { startDecoder, startMedia } from '../guests.ts';
import { openUnhashed } from '../opened.ts';
import type { HostOptions } from '../options.ts';
import { readNames } from '../reported.ts';
import { feedImage } from './feed-image.ts';
import { layoutOf, PLAIN, soundAxes } from './layout.ts';
import { type Fit, type ImageMedium, type MediumInfo, type PixelRange, readMedium, type SoundMedium } from './medium.ts';
import { textInput } from './text-input.ts';

/** What a caller says of images; the defaults change no pixel. */
export interface Feeding {
  readonly fit?: Fit;
  readonly pixels?: PixelRange;
}

/** What became of an input, to be told: a number that is fed must be explainable. */
export interface Fed {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly medium: MediumInfo | null;
  /** How it was resized; null: it was not. */
  readonly fit: Fit | null;
  readonly pixels: PixelRange | null;
}

/** A caller's file in a decoder guest, which holds it until it is closed. */
export interface Input {
  readonly medium: MediumInfo | null;
  /** @param specs - inputs of the model; none: a file of tensors as it is, an image or a sound with a batch of one. */
  feed(specs?: readonly TensorSpec[], feeding?: Feeding): Promise<Fed>;
  close(): void;
}

/**
 * Opens a file of tensors, a text, an image or a sound in a decoder guest. An image that only libvips decodes goes on, rewritten by the decoder guest, to a media guest
 * that is locked by then.
 *
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_UNSUPPORTED_FORMAT, HG_LIMIT_*, HG_UNAVAILABLE_RUNTIME where sharp is not installed
 */
export async function openInput(path: string, options: HostOptions): Promise<Input> {
  options.onStep('decode');
  const file = openUnhashed(path);
  const guests: Guest[] = [];
  const close = (): void => {
    for (const guest of guests) guest.kill();
    file.close();
  };
  try {
    return await opened(path, file, guests, close, options);
  } catch (error) {
    close();
    throw error;
  }
}

async function opened(path: string, file: ReturnType<typeof openUnhashed>, guests: Guest[], close: () => void, options: HostOptions): Promise<Input> {
  const { limits } = options.policy;
  const decoder = await startDecoder(options, file.fd, file.bytes);
  guests.push(decoder);
  const params = { files: [{ fd: 3, path, bytes: file.bytes }], limits };
  const answer = await decoder.channel.call('decode', params, [], { deadlineMs: limits.deadlineMs, maxResultBytes: limits.maxTensorBytes });
  const medium = readMedium(answer.result, limits.maxPixels);
  const names = readNames(answer.result, answer.tensors.length);
  if (medium === null) {
    const tensors = Object.fromEntries(names.map((name, index) => [name, answer.tensors[index] as Tensor]));
    if (isText(answer.result)) return { ...textInput(onlyText(answer.tensors)), close };
    return { medium, close, feed: async () => ({ tensors, medium, fit: null, pixels: null }) };
  }
  if (medium.kind === 'sound') return { medium, close, feed: async (specs) => soundFed(decoder, medium, onlyInput(specs), options) };
  const holder = medium.kind === 'picture' ? decoder : await decoded(decoder, medium, guests, options);
  return { medium, close, feed: async (specs, feeding = {}) => imageFed(holder, medium, onlyInput(specs), feeding, options) };
}

/** A text file is one text, whose axes are those of the model's input. */
const isText = (result: unknown): boolean => typeof result === 'object' && result !== null && (result as { text?: unknown }).text === true;

function onlyText([tensor, ...others]: readonly Tensor[]): string {
  const [text] = tensor?.dtype === 'string' ? tensor.data : [];
  if (text !== undefined && others.length === 0) return text;
  throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot believe the guest as a text must be one');
}

/** Hands the rewritten image over. Nothing of it has reached the media guest before its second filter is seen from outside. */
async function decoded(decoder: Guest, image: ImageMedium, guests: Guest[], options: HostOptions): Promise<Guest> {
  if (options.level === 'L0')
    throw new HorngateError(
      'HG_UNSUPPORTED_LEVEL',
      `Cannot decode the ${image.format} image at level "L0" as libvips must be confined: BMP and arrays need no libvips`,
    );
  const { deadlineMs, maxTensorBytes } = options.policy.limits;
  const { tensors } = await decoder.channel.call('still', {}, [], { deadlineMs, maxResultBytes: maxTensorBytes });
  const [bytes] = tensors;
  if (tensors.length !== 1 || bytes?.dtype !== 'uint8') throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot believe the guest as an image must be bytes');
  const guest = await startMedia(options, image.width * image.height, bytes.data.length);
  guests.push(guest);
  await guest.channel.call('lock', {}, [], { deadlineMs });
  await guest.confirmLock();
  await guest.channel.call('decode', { width: image.width, height: image.height }, [bytes], { deadlineMs });
  return guest;
}

function onlyInput(specs: readonly TensorSpec[] | undefined): TensorSpec | undefined {
  if (specs === undefined || specs.length === 1) return specs?.[0];
  const names = specs.map(({ name }) => `"${name}"`).join(', ');
  throw new HorngateError('HG_INPUT_NAME', `Cannot feed an image or a sound as the model must have one input: it takes ${names}`);
}

async function imageFed(guest: Guest, image: ImageMedium, spec: TensorSpec | undefined, feeding: Feeding, options: HostOptions): Promise<Fed> {
  const layout = spec === undefined ? PLAIN(image) : layoutOf(spec, image, feeding.fit);
  const pixels = feeding.pixels ?? '0..255';
  const tensor = await feedImage(guest, image, layout, feeding.fit, pixels, options);
  const same = layout.height === image.height && layout.width === image.width;
  return { tensors: { [spec?.name ?? 'arr_0']: tensor }, medium: image, fit: same ? null : (feeding.fit ?? null), pixels };
}

async function soundFed(guest: Guest, sound: SoundMedium, spec: TensorSpec | undefined, options: HostOptions): Promise<Fed> {
  const axes = spec === undefined ? 'both' : soundAxes(spec, sound);
  const { deadlineMs, maxTensorBytes } = options.policy.limits;
  const { tensors } = await guest.channel.call('samples', {}, [], { deadlineMs, maxResultBytes: maxTensorBytes });
  const [tensor] = tensors;
  if (tensors.length !== 1 || tensor?.dtype !== 'float32' || tensor.shape.join() !== [sound.frames, sound.channels].join())
    throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot believe the guest as its samples must be as many as it said');
  const shape = axes === 'both' ? [1, ...tensor.shape] : [1, sound.frames];
  return { tensors: { [spec?.name ?? 'arr_0']: { ...tensor, shape } }, medium: sound, fit: null, pixels: null };
}
