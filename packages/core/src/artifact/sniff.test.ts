import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeNpy } from './npy/write-npy.ts';
import { sniff } from './sniff.ts';
import { bytesSource } from './source.ts';
import { writeZip } from './zip/write-zip.ts';

const text = (content: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Uint8Array.from(Buffer.from(content, encoding));
const npy = writeNpy({ dtype: 'uint8', shape: [1], data: Uint8Array.of(1) });
const hdf5 = text('\x89HDF\r\n\x1a\n', 'latin1');
const archive = (...paths: string[]): Uint8Array => writeZip(paths.map((path) => ({ path, bytes: npy })));
/** One stored member, HDF5 behind `before`, which begins right behind the local header and the path. */
const aligned = (path: string, before: Uint8Array = new Uint8Array()): Uint8Array => writeZip([{ path, bytes: joined(before, hdf5) }]);
/** The offset of the central directory, 6 bytes before the end, says one byte more. */
const lateDirectory = (bytes: Uint8Array): Uint8Array => bytes.with(-6, (bytes.at(-6) as number) + 1);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

test('A format is told by content', async (t) => {
  const cases: [string, Uint8Array, string, string[]?][] = [
    ['a Keras archive', archive('metadata.json', 'config.json', 'model.weights.h5'), 'keras-v3'],
    ['arrays', archive('x.npy', 'y.npy'), 'npz'],
    ['another archive', archive('x.npy', 'readme.txt'), 'zip'],
    ['an empty archive', archive(), 'zip'],
    ['the start of an archive', archive('x').subarray(0, 40), 'zip'],
    ['an archive behind bytes', joined(text('#!/bin/sh\n'), archive('config.json')), 'keras-v3'],
    ['HDF5', hdf5, 'hdf5'],
    ['HDF5 behind a user block', joined(new Uint8Array(1024), hdf5), 'hdf5'],
    ['HDF5 at no place of its own', joined(new Uint8Array(1000), hdf5), 'unknown'],
    ['an archive whose stored member begins where a superblock may', aligned('a'.repeat(512 - 30)), 'zip'],
    ['an archive with HDF5 inside of a member, where a superblock may be', aligned('a'.repeat(512 - 34), text('user')), 'zip', ['hdf5']],
    ['an archive whose end puts that member before the file', lateDirectory(aligned('a'.repeat(512 - 30))), 'zip', ['hdf5']],
    ['HDF5 with an archive behind it', joined(hdf5, archive('config.json')), 'keras-v3', ['hdf5']],
    ['an array', npy, 'npy'],
    ['an object', text('  {"a": 1}'), 'json'],
    ['an object that is cut in a character', text(`{"${'é'.repeat(40)}`), 'json'],
    ['an array in UTF-16', text('[1, 2]', 'utf16le'), 'json'],
    ['an object with a byte order mark', text('\ufeff{}'), 'json'],
    ['nothing', new Uint8Array(0), 'unknown'],
    ['text', text('hello'), 'unknown'],
    ['bytes', Uint8Array.of(0xff, 0x00, 0x80), 'unknown'],
  ];
  for (const [name, bytes, format, also = []] of cases) await t.test(name, () => assert.deepEqual(sniff(bytesSource(bytes)), { format, also }));
});
