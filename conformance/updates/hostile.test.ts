import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { bytesSource, crc32 } from '@horngate/core/artifact';
import { scan } from '@horngate/core/scanner';
import { BUNDLED, checkAdvisories, knowledgeOf } from '@horngate/core/updates';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { inflate } from '../../packages/guests/src/ports.ts';

const HOSTILE = resolve(import.meta.dirname, '../keras/hostile');
const NOTHING = { spec: 'none', packages: [], unread: [] };

function triggersOf(name: string): readonly string[] {
  const report = scan(bytesSource(readFileSync(resolve(HOSTILE, name))), name, { inflate, digests: { crc32 } }, DEFAULT_LIMITS);
  const subject = `sha256:${'0'.repeat(64)}` as const;
  const { files } = checkAdvisories({
    reports: [{ ...report, path: name, subject }],
    runtimes: [],
    installation: NOTHING,
    snapshot: BUNDLED,
    now: BUNDLED.asOf,
  });
  return files.flatMap(({ triggers }) => triggers.map(({ id }) => id));
}

/** Files of the hostile corpus, and the advisories whose fault they use: the corpus says of each what it tries. */
const USES: Readonly<Record<string, readonly string[]>> = {
  lambda: ['CVE-2024-3660', 'CVE-2026-12481'],
  'lambda-nested': ['CVE-2024-3660'],
  'foreign-function': ['CVE-2025-1550'],
  'foreign-class': ['CVE-2025-1550'],
  'keras-get-file': ['CVE-2025-8747'],
  'keras-unsafe': ['CVE-2025-9906'],
  'integer-lookup-url': ['CVE-2025-12058'],
  'hdf5-shape-bomb': ['CVE-2026-0897', 'CVE-2026-12570'],
  'hdf5-external-storage': ['CVE-2026-1669'],
  'hdf5-external-link': ['CVE-2026-9335'],
  'hdf5-soft-link': ['CVE-2026-9335'],
  'hdf5-virtual': ['CVE-2026-12480'],
  'name-parent': ['CVE-2026-12479'],
  'tfsm-layer': ['CVE-2026-1462'],
  'torch-module-wrapper': ['CVE-2025-49655', 'CVE-2026-12484'],
  'zip-link': ['CVE-2025-12638', 'CVE-2026-12482'],
  'zip-traversal': ['CVE-2024-55459', 'CVE-2026-11816'],
};

for (const [name, ids] of Object.entries(USES))
  test(`${name}.keras holds the trigger of ${ids.join(' and ')}`, () => {
    const found = triggersOf(`${name}.keras`);
    for (const id of ids) assert.ok(found.includes(id), `${id} in ${found.join(', ')}`);
  });

test('advisories of other faults are not named with them', () => {
  for (const [name, not] of [
    ['lambda', 'CVE-2025-9905'],
    ['lambda', 'CVE-2025-49655'],
    ['hdf5-shape-bomb', 'CVE-2026-1669'],
    ['hdf5-virtual', 'CVE-2026-9335'],
    ['foreign-class', 'CVE-2024-3660'],
  ] as const)
    assert.ok(!triggersOf(`${name}.keras`).includes(not), `${not} of ${name}`);
});

/** Triggers that no `.keras` file of the corpus can hold: a legacy `.h5`, a tar archive, an `.npz` with a bomb. */
const ELSEWHERE = ['CVE-2025-9905', 'CVE-2025-12060', 'x_keras-23016'];

test('every advisory of Keras that has a trigger is triggered by a file of the corpus', () => {
  const found = new Set(
    readdirSync(HOSTILE)
      .filter((name) => name.endsWith('.keras'))
      .flatMap(triggersOf),
  );
  const wanted = BUNDLED.advisories.filter(
    (record) => record.affected?.some(({ package: about }) => about?.name === 'keras') && knowledgeOf(record).triggers.length > 0,
  );
  assert.ok(wanted.length >= 20);
  assert.deepEqual(
    wanted.map(({ id }) => id).filter((id) => !found.has(id)),
    ELSEWHERE,
  );
});
