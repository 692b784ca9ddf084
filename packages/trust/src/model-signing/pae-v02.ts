import { IN_TOTO } from '../envelope/envelope.ts';

const ESCAPED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

/** Python's `repr` of bytes (CPython, `bytes_repr`): printable ASCII as it is, the quote that needs no escape if there is one. */
function reprOf(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  const parts = Array.from(bytes, (byte) => {
    if (byte === quote.charCodeAt(0)) return `\\${quote}`;
    return ESCAPED[byte] ?? (byte < 0x20 || byte > 0x7e ? `\\x${byte.toString(16).padStart(2, '0')}` : String.fromCharCode(byte));
  });
  return `b${quote}${parts.join('')}${quote}`;
}

/**
 * What v0.2 signed: `pae_compat` of model-signing, a capital V and the `repr` of the payload, by a mistake that was kept readable. The form is injective too,
 * and no prefix of the right one, so that accepting it signs nothing else.
 */
export const paeV02 = (payload: Uint8Array): Buffer => Buffer.from(`DSSEV1 ${IN_TOTO.length} ${IN_TOTO} ${payload.length} ${reprOf(payload)}`);
