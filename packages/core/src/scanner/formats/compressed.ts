import { unpackBzip2 } from '../../artifact/packed/bzip2.ts';
import { unpackGzip } from '../../artifact/packed/gzip.ts';
import { unpackLz4 } from '../../artifact/packed/lz4.ts';
import { isLzmaAlone, unpackLzmaAlone } from '../../artifact/packed/lzma-alone.ts';
import { Output } from '../../artifact/packed/output.ts';
import { unpackXz } from '../../artifact/packed/xz.ts';
import { unpackZlib } from '../../artifact/packed/zlib.ts';
import { bytesSource } from '../../artifact/source.ts';
import { pureInflate } from '../../artifact/zip/inflate.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { behind } from '../trailing.ts';
import { type FormatScanner, type Head, startsWith } from './format.ts';

/** Puts what comes out into `out`, where it stays although the rest is broken. @returns where the last stream ended. */
type Unpacking = (packed: Uint8Array, out: Output, scope: Scope) => number;

/** One compressed stream: what comes out is looked at by its content. */
function compressed(format: string, proof: FormatScanner['proof'], accepts: (head: Head) => boolean, unpack: Unpacking): FormatScanner {
  return { format, proof, accepts, scan: (source, scope) => scanStream(format, source, scope, unpack) };
}

/** What unpacks to less is no bomb, whatever its ratio: arrays of zeros are what somebody's biases look like. */
const ORDINARY_BYTES = 1 << 20;

function scanStream(format: string, source: ByteSource, scope: Scope, unpack: Unpacking): Seen {
  const parts = new Parts();
  const sights = new Sights();
  const inner: Inner[] = [];
  parts.attempt(undefined, () => {
    const room = scope.unpackable();
    if (source.size > room) throw new HorngateError('HG_LIMIT_BYTES', `Cannot unpack the file as it must have at most ${room} bytes: it has ${source.size}`);
    const packed = source.read(0, source.size);
    const out = new Output(Math.min(room, Math.max(ORDINARY_BYTES, source.size * scope.limits.maxRatio)));
    const end = parts.attempt(undefined, () => unpack(packed, out, scope));
    if (out.fault !== undefined) parts.note(out.fault, undefined);
    // Readers of streams use what came before the fault, so it is looked at too.
    if (end !== undefined || out.length > 0) inner.push(scope.inside(innerName(scope.name), () => unpackedSource(out, scope)));
    inner.push(...behind(source, end, scope, sights));
  });
  const own = { findings: runChecks(CHECKS.archive, { sights: sights.list, troubles: parts.troubles }), troubles: parts.troubles };
  return { format, ...together([own, ...inner]) };
}

function unpackedSource(out: Output, scope: Scope): ByteSource {
  scope.unpacked(out.length);
  return bytesSource(out.bytes);
}

/** The name of the file without the ending of its compression: what is inside has no name of its own. */
function innerName(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base.replace(/\.t(gz|bz2|xz|zst)$/i, '.tar').replace(/(.)\.(gz|gzip|bz2|xz|lzma|lz4|zst|zstd|zz|zlib|z)$/i, '$1') || 'content';
}

const magic =
  (...bytes: readonly number[]) =>
  ({ start }: Head): boolean =>
    startsWith(start, bytes);

const bzip2 = compressed(
  'bzip2',
  'magic',
  ({ start }) =>
    startsWith(start, [0x42, 0x5a, 0x68]) &&
    (startsWith(start.subarray(4), [0x31, 0x41, 0x59, 0x26]) || startsWith(start.subarray(4), [0x17, 0x72, 0x45, 0x38])),
  unpackBzip2,
);
const gzip = compressed('gzip', 'magic', magic(0x1f, 0x8b, 8), (packed, out, { ports }) => unpackGzip(packed, out, ports.inflate, ports.digests));
const lz4 = compressed('lz4', 'magic', magic(0x04, 0x22, 0x4d, 0x18), unpackLz4);
const xz = compressed('xz', 'magic', magic(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), unpackXz);
const zstd = compressed('zstd', 'magic', magic(0x28, 0xb5, 0x2f, 0xfd), (packed, out, { ports }) => {
  if (ports.unpack?.zstd === undefined) throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot unpack Zstandard here: this host has no decoder for it');
  out.append(
    ports.unpack.zstd(packed, out.left, (fault) => {
      out.fault ??= fault;
    }),
  );
  return packed.length;
});

/** Without a magic: taken for it only where its first bytes decode. */
const lzma = compressed('lzma', 'grammar', ({ start }) => isLzmaAlone(start), unpackLzmaAlone);
const zlib = compressed(
  'zlib',
  'grammar',
  ({ start }) => isZlib(start),
  (packed, out, { ports }) => unpackZlib(packed, out, ports.inflate),
);

/** RFC 1950, 2.2, and a first block that decodes: any two bytes in a thousand have the right sum. */
function isZlib(start: Uint8Array): boolean {
  const [cmf = 0, flags = 0] = start;
  if ((cmf & 15) !== 8 || cmf >> 4 > 7 || (cmf * 256 + flags) % 31 !== 0 || flags & 0x20) return false;
  try {
    pureInflate.member(start, 2, 1 << 20);
    return true;
  } catch (error) {
    // It goes on behind the bytes that are looked at, or unpacks to more: both are what deflate looks like.
    return error instanceof HorngateError && (error.code === 'HG_ARTIFACT_TRUNCATED' || error.code === 'HG_LIMIT_RATIO') && start.length > 64;
  }
}

export const COMPRESSED: readonly FormatScanner[] = [bzip2, gzip, lz4, xz, zstd];
export const COMPRESSED_BY_GRAMMAR: readonly FormatScanner[] = [zlib, lzma];
