import { BUNDLED, type OsvRecord } from '@horngate/core/updates';
import type { Cases } from '../line.testing.ts';

/** What is installed, against the advisories of this version and one that is made up. */
const having = (ecosystem: string, name: string, version: string, ...made: readonly OsvRecord[]) => ({
  facts: { installed: [{ ecosystem, name, version }], advisories: { asOf: BUNDLED.asOf, advisories: [...BUNDLED.advisories, ...made] } },
});

const madeUp = (ecosystem: string, name: string): OsvRecord => ({
  id: 'CVE-2126-0001',
  modified: '2126-01-01T00:00:00Z',
  affected: [{ package: { ecosystem, name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.30.1' }] }] }],
});

const TRACES = '/home/user/.cache/Microsoft/DeveloperTools/.onnxruntime';

export const RUNTIME: Readonly<Record<string, Cases>> = {
  'runtime/node-advisories': {
    reports: [
      { name: 'Node 20 before January 2026', ...having('Bitnami', 'node', '20.19.0'), says: [['high', /node 20\.19\.0.*fixed in 20\.20\.0/]] },
      { name: 'a version that is none', ...having('Bitnami', 'node', 'newest'), untold: 'node newest' },
    ],
    silent: [
      { name: 'the fix', ...having('Bitnami', 'node', '20.20.0') },
      { name: 'another package of that name', ...having('PyPI', 'node', '20.19.0') },
    ],
  },
  'runtime/onnx-runtime-advisories': {
    reports: [
      {
        name: 'an advisory of a refresh',
        ...having('npm', 'onnxruntime-node', '1.30.0', madeUp('npm', 'onnxruntime-node')),
        says: [['high', /1\.30\.0.*fixed in 1\.30\.1/]],
      },
    ],
    silent: [
      { name: 'mended', ...having('npm', 'onnxruntime-node', '1.30.1', madeUp('npm', 'onnxruntime-node')) },
      { name: 'no advisory', ...having('npm', 'onnxruntime-node', '1.30.0') },
    ],
  },
  'runtime/image-library-advisories': {
    reports: [{ name: 'the libwebp of 2023', ...having('npm', 'sharp', '0.32.5'), says: [['high', /sharp 0\.32\.5.*fixed in 0\.32\.6/]] }],
    silent: [{ name: 'mended', ...having('npm', 'sharp', '0.32.6') }, { name: 'none installed' }],
  },
  'runtime/keras-guest-advisories': {
    reports: [
      {
        name: 'an advisory of a refresh',
        facts: {
          installed: [{ ecosystem: 'PyPI', name: 'keras', version: '1.30.0' }],
          advisories: { asOf: BUNDLED.asOf, advisories: [{ ...madeUp('PyPI', 'keras'), database_specific: { severity: 'CRITICAL' } }] },
        },
        says: [['critical', /keras 1\.30\.0.*fixed in 1\.30\.1/]],
      },
    ],
    silent: [
      { name: 'no guest' },
      {
        name: 'withdrawn',
        facts: {
          installed: [{ ecosystem: 'PyPI', name: 'keras', version: '1.30.0' }],
          advisories: { asOf: BUNDLED.asOf, advisories: [{ ...madeUp('PyPI', 'keras'), withdrawn: BUNDLED.asOf }] },
        },
      },
    ],
  },
  'runtime/onnx-telemetry': {
    reports: [
      { name: 'not switched off here', facts: { env: {} }, says: [['info', /not "1" in this environment/]] },
      { name: 'another value', facts: { env: { ORT_DISABLE_TELEMETRY: 'true' } }, says: [['info', /not "1"/]] },
      { name: 'traces', files: { [`${TRACES}/deviceid`]: 'x', [`${TRACES}/onnxruntime.db`]: 'x' }, says: [['low', /kept an identifier/]] },
      { name: 'logs', files: { '/tmp/mat-debug-17.log': '', '/tmp/mat-debug-18.log': '' }, says: [['low', /2 logs/]] },
    ],
    silent: [{ name: 'switched off' }, { name: "others' files", files: { '/tmp/mat-debug.txt': '', '/home/user/.cache/Microsoft/x': '' } }],
  },
  'runtime/node-end-of-life': {
    reports: [
      { name: 'Node 20', facts: { node: 'v20.20.2' }, says: [['medium', /v20\.20\.2 has had no fixes since 2026-04-30/]] },
      { name: 'Node 16', facts: { node: 'v16.20.0' }, says: [['medium', /v16/]] },
      { name: 'Node 24 one day', facts: { node: 'v24.99.0', today: '2028-05-01' }, says: [['medium', /2028-04-30/]] },
    ],
    silent: [
      { name: 'Node 24' },
      { name: 'Node 20 in its time', facts: { node: 'v20.19.0', today: '2026-04-30' } },
      { name: 'a version of tomorrow', facts: { node: 'v30.0.0' } },
    ],
  },
};
