import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asHorngateError, HorngateError } from '@horngate/core/words';
import type { Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { FeedSource } from './feed-source.ts';
import { readMetadata } from './read-metadata.ts';

/** Thousands of advisories fit; whoever signs the feed is bounded as well. */
export const MAX_TARGET = 32 * 2 ** 20;

/** How the reader of TUF gets its files: from one source, bounded, and metadata only once it is strictly that. */
export class FeedFetcher implements Fetcher {
  readonly #source: FeedSource;
  readonly #scratch: string;
  /** Why the last file did not come: the reader of TUF tells some of it as text alone. */
  failure: HorngateError | undefined;

  /** @param scratch - a folder of ours for what is not verified yet. */
  constructor(source: FeedSource, scratch: string) {
    this.#source = source;
    this.#scratch = scratch;
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const bytes = await this.#read(url, maxLength);
    await this.#noting(() => readMetadata(bytes, nameOf(url)));
    return Buffer.from(bytes);
  }

  async downloadFile<T>(url: string, maxLength: number, handler: (file: string) => Promise<T>): Promise<T> {
    const file = join(this.#scratch, 'target');
    writeFileSync(file, await this.#read(url, Math.min(maxLength, MAX_TARGET)), { mode: 0o600 });
    return handler(file);
  }

  /** A file that is not there ends the search for a newer root (TUF 1.0.34, 5.3.3): the reader knows that by its own error. */
  async #read(url: string, maxLength: number): Promise<Uint8Array> {
    if (!url.startsWith(this.#source.base)) throw new HorngateError('HG_REFUSED_FEED', 'Cannot use the feed as its files must lie below its address');
    try {
      return await this.#noting(() => this.#source.read(new URL(url), maxLength));
    } catch (error) {
      const { code, message } = asHorngateError(error);
      if (code === 'HG_NOT_FOUND' || code === 'HG_AUTH_DENIED') throw new DownloadHTTPError(message, 404);
      throw error;
    }
  }

  async #noting<T>(work: () => T | Promise<T>): Promise<T> {
    this.failure = undefined;
    try {
      return await work();
    } catch (error) {
      this.failure = asHorngateError(error);
      throw error;
    }
  }
}

const nameOf = (url: string): string => decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
