const ALPHABET = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((char, value) => [char, value]));

/** Bytes of base64 (RFC 4648, 4) as Python's `binascii` reads it: characters that are not of the alphabet are skipped; ends at `maxBytes`. */
export function decodeBase64(text: string, maxBytes: number): Uint8Array {
  const bytes = new Uint8Array(Math.min(maxBytes, Math.ceil((text.length * 3) / 4)));
  let [bits, held, count] = [0, 0, 0];
  for (let at = 0; at < text.length && count < bytes.length; at++) {
    const value = ALPHABET.get(text[at] as string);
    if (value === undefined) continue;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[count++] = (bits >> held) & 255;
  }
  return bytes.subarray(0, count);
}
