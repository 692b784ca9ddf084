import sharp from 'sharp';
import { decode } from './decode.ts';

const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'tiff'] as const;

/** Pictures of our own through each decoder: what libvips loads, looks up and starts, it does now, since after the lock it cannot. */
export async function warmUp(): Promise<void> {
  const own = sharp({ create: { width: 16, height: 16, channels: 3, background: '#808080' } });
  for (const format of FORMATS) await decode(await own.clone().toFormat(format).toBuffer(), { width: 16, height: 16 });
}
