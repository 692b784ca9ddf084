import type { ByteSource } from '../../words/ports.ts';
import type { ImageFormat } from './image-header.ts';

export type MediaFormat = ImageFormat | 'wav';

/** First bytes as Latin-1; a dot is any byte. */
const SIGNATURES: readonly (readonly [MediaFormat, string])[] = [
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF....WEBP'],
  ['wav', 'RIFF....WAVE'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0+'],
  ['bmp', 'BM....\0\0\0\0'],
];

/** Says by its first bytes which medium a file is. Never throws for what they are. */
export function sniffMedia(source: ByteSource): MediaFormat | undefined {
  const start = source.read(0, Math.min(12, source.size));
  const fits = (signature: string): boolean => [...signature].every((char, at) => char === '.' || start[at] === char.charCodeAt(0));
  return SIGNATURES.find(([, signature]) => fits(signature))?.[0];
}
