import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import type { HostOptions } from '../options.ts';
import type { Layout } from './layout.ts';
import type { Fit, ImageMedium, PixelRange } from './medium.ts';

/** A guest that holds the decoded picture: decoder for what readers of ours decode, media guest for the rest. */
export async function feedImage(
  guest: Guest,
  image: ImageMedium,
  layout: Layout,
  fit: Fit | undefined,
  pixels: PixelRange,
  options: HostOptions,
): Promise<Tensor> {
  const { height, width, channels } = layout;
  const same = height === image.height && width === image.width;
  const bytes = height * width * channels * 4;
  const { maxTensorBytes, deadlineMs } = options.policy.limits;
  if (bytes > maxTensorBytes)
    throw new HorngateError('HG_LIMIT_TENSOR', `Cannot feed the image as it must have at most ${maxTensorBytes} bytes: it would have ${bytes}`);
  const params = { channels, size: same ? null : { height, width, fit }, pixels };
  const { tensors } = await guest.channel.call('fed', params, [], { deadlineMs, maxResultBytes: bytes + 4096 });
  const dtype = same && pixels === '0..255' ? 'uint8' : 'float32';
  const [tensor] = tensors;
  if (tensors.length !== 1 || tensor?.dtype !== dtype || tensor.shape.join() !== [height, width, channels].join())
    throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot believe the guest as its picture must be of the size that was asked for');
  return placed(tensor, layout);
}

/** With a batch of one, in the order of axes that the model takes. */
function placed(tensor: Tensor, { order, channels, height, width }: Layout): Tensor {
  const { dtype, data } = tensor;
  if (order === 'none') return { dtype, shape: [1, height, width], data } as Tensor;
  if (order === 'last' || channels === 1) {
    const shape = order === 'last' ? [1, height, width, channels] : [1, channels, height, width];
    return { dtype, shape, data } as Tensor;
  }
  const planes = (data as Float32Array | Uint8Array).slice();
  for (let pixel = 0; pixel < height * width; pixel++)
    for (let channel = 0; channel < channels; channel++) planes[channel * height * width + pixel] = data[pixel * channels + channel] as number;
  return { dtype, shape: [1, channels, height, width], data: planes } as Tensor;
}
