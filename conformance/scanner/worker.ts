import { bytesSource } from '@horngate/core/artifact';
import { scan } from '@horngate/core/scanner';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { PURE } from './ports.ts';

/** What a Worker has of the browser, as far as it is used here. */
declare const self: {
  addEventListener(type: 'message', listen: (event: { readonly data: { readonly path: string; readonly bytes: ArrayBuffer } }) => void): void;
  postMessage(answer: unknown): void;
};

/** The scanner as a page would have it: in a Worker, without Node. Gets a path and bytes, answers with what was seen. */
self.addEventListener('message', ({ data }) => {
  self.postMessage(scan(bytesSource(new Uint8Array(data.bytes)), data.path, PURE, DEFAULT_LIMITS));
});
