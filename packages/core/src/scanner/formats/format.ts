import type { Sniffed } from '../../artifact/sniff.ts';
import type { ByteSource } from '../../words/ports.ts';
import type { Scope } from '../scope.ts';
import type { Seen } from '../seen.ts';

/** What a format is recognised by. */
export interface Head {
  /** The first bytes, at most 4096. */
  readonly start: Uint8Array;
  readonly source: ByteSource;
  /** As it was named: a claim, which only what has no form of its own is known by. */
  readonly name: string;
  /** What the readers of archives, HDF5, NumPy and JSON say, who look farther than the start. */
  readonly sniffed: Sniffed;
}

/** One format that people exchange: how it is recognised by content, and what is looked at in it. */
export interface FormatScanner {
  readonly format: string;
  /**
   * `magic`: bytes that stand in no other format; each that accepts scans the file, and two of them are a finding.
   * `grammar`: a text or op-codes that could be other things; the first that accepts is asked, and only where no magic was found.
   * `name`: bytes without any form, which no loader takes for more than numbers; asked last, where nothing else accepts.
   */
  readonly proof: 'magic' | 'grammar' | 'name';
  /** Formats by magic that may stand behind it in the same file, and that it looks into itself. */
  readonly holds?: readonly string[];
  /** Total: never throws for what the bytes are. */
  accepts(head: Head): boolean;
  /** Never throws for what a file holds but HG_ARTIFACT_*, HG_LIMIT_* and HG_UNSUPPORTED_*, which become troubles. */
  scan(source: ByteSource, scope: Scope): Seen;
}

export const HEAD_BYTES = 4096;

export const startsWith = (start: Uint8Array, wanted: readonly number[]): boolean => wanted.every((byte, at) => start[at] === byte);
