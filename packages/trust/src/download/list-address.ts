import type { Listing } from './listing.ts';
import { expectSafeNames } from './safe-names.ts';
import { refusedSource } from './source-error.ts';

/** One file, called as the address ends; never as an answer's Content-Disposition says, which the sender chooses. @throws HG_REFUSED_SOURCE */
export function listAddress(url: URL): Listing {
  const name = decoded(url);
  if (name.includes('/')) throw refusedSource(url, 'end with the name of a file', 'the name holds a "/"');
  expectSafeNames([name]);
  return { revision: null, kind: 'file', name, files: [{ path: name, url }] };
}

function decoded(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || 'model';
  } catch {
    throw refusedSource(url, 'end with the name of a file', 'the name is no text');
  }
}
