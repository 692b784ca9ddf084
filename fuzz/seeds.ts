import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { openHdf5, pureInflate, walkHdf5 } from '@horngate/core/artifact';
import { DEFAULT_LIMITS, HorngateError } from '@horngate/core/words';
import { type Checked, checkedParts } from '../packages/core/src/artifact/hdf5/checksums.testing.ts';

/** A file, and its structures that have a checksum: those of older files have none. */
export interface Hdf5Seed {
  readonly bytes: Uint8Array;
  readonly parts: readonly Checked[];
}

/** Well-formed and hostile files that the unit tests know, small enough to be changed thousands of times. */
export interface Seeds {
  readonly hdf5: readonly Hdf5Seed[];
  /** As `libver="latest"` and creation order make them. */
  readonly newer: readonly Hdf5Seed[];
  readonly zip: readonly Uint8Array[];
  readonly json: readonly Uint8Array[];
  readonly npy: readonly Uint8Array[];
}

const ARTIFACT = new URL('../packages/core/src/artifact/', import.meta.url);
const MAX_SEED = 200_000;

export function readSeeds(): Seeds {
  const zip = known('zip/known/python-zip.json') as { cases: { zip: string }[] };
  const json = known('json/known/python-json.json') as { cases: [string, unknown][] };
  const npy = known('npy/known/numpy.json') as { arrays: { npy: string }[]; archives: Record<string, { npz: string }> };
  return {
    hdf5: hdf5Seeds('hdf5/known/h5py.json'),
    newer: hdf5Seeds('hdf5/known/h5py-newer.json'),
    zip: [...zip.cases.map((one) => one.zip), ...Object.values(npy.archives).map(({ npz }) => npz)].map(decoded),
    json: [CONFIG, ...json.cases.filter(([, value]) => value !== null).map(([hex]) => Buffer.from(hex, 'hex'))],
    npy: npy.arrays.map((one) => decoded(one.npy)),
  };
}

function hdf5Seeds(path: string): Hdf5Seed[] {
  const { read, refused } = known(path) as { read: { file: string }[]; refused: { file: string }[] };
  const files = [...read, ...refused].map(({ file }) => Uint8Array.from(inflateSync(Buffer.from(file, 'base64'))));
  return files.filter(({ length }) => length < MAX_SEED).map((bytes) => ({ bytes, parts: checkedParts(bytes, readStructures) }));
}

function readStructures(source: Parameters<typeof openHdf5>[0]): void {
  try {
    for (const _ of walkHdf5(openHdf5(source, DEFAULT_LIMITS, pureInflate)));
  } catch (error) {
    if (!(error instanceof HorngateError)) throw error;
  }
}

/** The shape of a Keras configuration. */
const CONFIG = Buffer.from(
  JSON.stringify({
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      layers: [
        { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 4], dtype: 'float32', name: 'input' }, registered_name: null },
        {
          module: 'keras.layers',
          class_name: 'Dense',
          config: { name: 'dense', units: 3, activation: 'relu', use_bias: true },
          registered_name: null,
          build_config: { input_shape: [null, 4] },
        },
      ],
    },
    compile_config: null,
  }),
);

const decoded = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const known = (path: string): unknown => JSON.parse(readFileSync(new URL(path, ARTIFACT), 'utf8'));
