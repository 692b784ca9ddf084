import { HorngateError } from '../../words/error.ts';
import type { ByteSource, Digests, Inflate } from '../../words/ports.ts';
import type { ZipAnomalyKind } from '../anomalies.ts';
import { bytesSource, slice } from '../source.ts';
import { unpackOther } from './methods.ts';
import type { ZipArchive, ZipEntry } from './zip.ts';

/** Bytes of a stored member that are in memory at once while its checksum is taken. */
const PIECE = 1 << 20;

/** The readers of an archive's members. Sizes stay claims until the bytes are there: `inflate` counts what really comes out. */
export function zipMembers(
  source: ByteSource,
  entries: readonly ZipEntry[],
  inflate: Inflate,
  digests: Pick<Digests, 'crc32'>,
  report: (kind: ZipAnomalyKind, offset: number, message: string, member?: string) => void,
): Pick<ZipArchive, 'get' | 'look' | 'open' | 'readMember' | 'verify'> {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));

  function unpack(entry: ZipEntry, maxBytes: number): Uint8Array {
    const packed = packedSource(source, entry);
    if (Math.max(entry.bytes, entry.packedBytes) > maxBytes) throw tooLarge(entry, maxBytes);
    const bytes = entry.method === 0 ? packed.read(0, packed.size) : placed(entry, () => inflate.raw(packed.read(0, packed.size), entry.bytes));
    if (bytes.length !== entry.bytes) throw broken(entry, `have ${entry.bytes} bytes`, `${bytes.length} come out`);
    if (digests.crc32(bytes) !== entry.crc32) throw wrongChecksum(entry);
    return bytes;
  }

  function unpackToLook(entry: ZipEntry, maxBytes: number): ByteSource {
    const packed = packedSource(source, entry, true);
    if (Math.max(entry.bytes, entry.packedBytes) > maxBytes && entry.method !== 0) throw tooLarge(entry, maxBytes);
    if (entry.method === 0) return packed;
    const bytes = packed.read(0, packed.size);
    // Sizes are claims: what comes out past them is looked at too.
    const tell = ({ message }: HorngateError): void => report('zip/checksum', entry.offset, message, entry.path);
    const out = placed(entry, () => (entry.method === 8 ? inflate.member(bytes, 0, Math.max(1, entry.bytes)).bytes : unpackOther(entry, bytes, tell)));
    return bytesSource(out);
  }

  return {
    look(entry, maxBytes) {
      try {
        const bytes = unpackToLook(entry, maxBytes);
        if (crcOf(bytes, digests) !== entry.crc32)
          report('zip/checksum', entry.offset, 'The bytes of the member do not have the CRC-32 of the directory', entry.path);
        else if (bytes.size !== entry.bytes)
          report('zip/unreadable', entry.offset, `${bytes.size} bytes come out, where the directory says ${entry.bytes}`, entry.path);
        return bytes;
      } catch (error) {
        const isBroken = error instanceof HorngateError && /^HG_ARTIFACT_|^HG_LIMIT_RATIO$/.test(error.code);
        if (isBroken && !(entry.flags & 0x2041)) report('zip/unreadable', entry.offset, error.message, entry.path);
        throw error;
      }
    },
    get: (path) => byPath.get(path),
    open: (entry, maxBytes) => (entry.method === 0 ? packedSource(source, entry) : bytesSource(unpack(entry, maxBytes))),
    readMember: unpack,
    verify(entry) {
      const packed = packedSource(source, entry);
      if (entry.method === 0 && crcOf(packed, digests) !== entry.crc32) throw wrongChecksum(entry);
    },
  };
}

function crcOf(bytes: ByteSource, digests: Pick<Digests, 'crc32'>): number {
  let crc = 0;
  for (let at = 0; at < bytes.size; at += PIECE) crc = digests.crc32(bytes.read(at, Math.min(PIECE, bytes.size - at)), crc);
  return crc;
}

/** @param any - whatever its method. */
function packedSource(source: ByteSource, entry: ZipEntry, any = false): ByteSource {
  if (entry.dataOffset === undefined) throw broken(entry, 'have a local header', 'it has none');
  if (entry.flags & 0x2041) throw broken(entry, 'not be encrypted', 'it is');
  if (!any && entry.method !== 0 && entry.method !== 8)
    throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot unpack the member as it must be stored or deflated: it is packed by method ${entry.method}`, {
      where: whereOf(entry),
    });
  if (entry.method === 0 && entry.bytes !== entry.packedBytes)
    throw broken(entry, 'have one size as it is stored', `it has ${entry.bytes} and ${entry.packedBytes}`);
  return slice(source, entry.dataOffset, entry.packedBytes);
}

/** What a broken stream says, with the member's name. More than the declared bytes is the archive's contradiction, not a budget of ours. */
function placed<T>(entry: ZipEntry, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof HorngateError)) throw error;
    if (error.code !== 'HG_LIMIT_RATIO' && !error.code.startsWith('HG_ARTIFACT_')) throw error;
    throw new HorngateError(error.code, error.message, { where: whereOf(entry), cause: error });
  }
}

const whereOf = (entry: ZipEntry): { member: string; offset: number } => ({ member: entry.path, offset: entry.dataOffset ?? entry.offset });

function broken(entry: ZipEntry, wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_ZIP', `Cannot unpack the member as it must ${wanted}: ${found}`, { where: whereOf(entry) });
}

function tooLarge(entry: ZipEntry, maxBytes: number): HorngateError {
  return new HorngateError('HG_LIMIT_BYTES', `Cannot unpack the member as it must have at most ${maxBytes} bytes: it has ${entry.bytes}`, {
    where: whereOf(entry),
  });
}

function wrongChecksum(entry: ZipEntry): HorngateError {
  return broken(entry, 'have the CRC-32 of the directory', 'its bytes have another one');
}
