import type { ByteSource } from '../../words/ports.ts';

/** Pages that are kept, and their bytes; each has some of the next one too, so that a short read never needs two. */
const PAGES = 64;
const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;
const SHORT = 512;

/**
 * The same bytes, with some short pieces of them kept. A pickle names what stands far before, such as `'latin1'` for each date, and a source with one window would read the file anew
 * each time.
 */
export function paged(source: ByteSource): ByteSource {
  const pages: (Uint8Array | undefined)[] = Array.from({ length: PAGES });
  const numbers = new Float64Array(PAGES);
  const page = (number: number): Uint8Array => {
    const place = number % PAGES;
    const known = pages[place];
    if (known !== undefined && numbers[place] === number) return known;
    const at = number * PAGE;
    const bytes = source.read(at, Math.min(PAGE + SHORT, source.size - at)).slice();
    pages[place] = bytes;
    numbers[place] = number;
    return bytes;
  };
  return {
    size: source.size,
    read(offset, length) {
      if (length > SHORT || !(offset >= 0 && length >= 0 && length <= source.size - offset)) return source.read(offset, length);
      const number = Math.floor(offset / PAGE);
      const local = offset - number * PAGE;
      return page(number).subarray(local, local + length);
    },
  };
}
