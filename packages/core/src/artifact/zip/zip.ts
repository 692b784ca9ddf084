import type { ByteSource } from '../../words/ports.ts';
import type { ZipAnomalyKind } from '../anomalies.ts';

/** One record of the central directory. Every number is the archive's claim. */
export interface ZipEntry {
  /** As Python's zipfile reads it: UTF-8 where marked so, else CP437; cut at a NUL. */
  readonly path: string;
  readonly bytes: number;
  readonly packedBytes: number;
  /** APPNOTE 4.4.5: 0 stored, 8 deflate. */
  readonly method: number;
  readonly crc32: number;
  readonly flags: number;
  /** Of the local header, from the start of the source. */
  readonly offset: number;
  /** Of the packed bytes; undefined where no local header stands or they do not fit in the file. */
  readonly dataOffset: number | undefined;
  readonly directory: boolean;
}

export interface ZipAnomaly {
  readonly kind: ZipAnomalyKind;
  readonly message: string;
  readonly offset: number;
  readonly member: string | undefined;
}

export interface ZipArchive {
  /** In the order of the central directory. */
  readonly entries: readonly ZipEntry[];
  readonly anomalies: readonly ZipAnomaly[];
  /** The entry that Python's zipfile takes for a name: the last one. */
  get(path: string): ZipEntry | undefined;
  /**
   * A stored member is a window of the archive, its checksum not looked at (`verify` does); a deflated one is inflated and checked.
   *
   * @param maxBytes - bounds what is inflated into memory.
   * @throws HG_ARTIFACT_ZIP for what cannot be unpacked; HG_UNSUPPORTED_FORMAT for other methods; HG_LIMIT_BYTES, HG_LIMIT_RATIO past a budget.
   */
  open(entry: ZipEntry, maxBytes: number): ByteSource;
  /**
   * The same for who only looks, and must see what readers see that are less strict: other methods than deflate too, and a member whose bytes are damaged.
   *
   * What is wrong is added to `anomalies`, as far as it is known. @throws as `open`.
   */
  look(entry: ZipEntry, maxBytes: number): ByteSource;
  /** The whole member, its checksum verified. @throws as `open`; HG_LIMIT_BYTES before anything is read. */
  readMember(entry: ZipEntry, maxBytes: number): Uint8Array;
  /** Reads a stored member through, a piece at a time; a deflated one is checked as it is opened. @throws HG_ARTIFACT_ZIP when its CRC-32 is not the one of the directory. */
  verify(entry: ZipEntry): void;
}
