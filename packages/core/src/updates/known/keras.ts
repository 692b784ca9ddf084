import type { EngineAnswer, Trigger } from '../knowledge.ts';
import type { OsvRecord } from '../osv/record.ts';
import { advisory, pypi, type Row, type Stretch } from './advisory.ts';

/** Why a description that our compiler reads never reaches code of Keras. */
const absent = (because: string): EngineAnswer => ({ justification: 'vulnerable_code_not_present', because });

const NO_CODE = absent(
  'The compiler has no Lambda, no TorchModuleWrapper and no TFSMLayer: code, pickles and foreign models in a configuration are refused, never loaded',
);
const NO_IMPORT = absent('Names of a file are looked up in one closed table of layers, functions and types; nothing is imported by name');
const NO_PATHS = absent('Text in a configuration never becomes a path or an address: vocabularies are lists or members of the same archive');
const NO_LINKS = absent('The HDF5 reader is our own: external files, external links, soft links and virtual data sets are refused, not followed');
const BUDGETS = absent('Sizes that a file declares are counted against a budget before anything is allocated, in a guest with a memory limit');
const NO_UNPACKING = absent('No archive is unpacked to disk: members are read by their exact name, in memory');
const NO_EDITOR = absent('There is no KerasFileEditor in the engine');
const NO_DATASETS = absent('There are no data set loaders in the engine');

const code = (reference: string): Trigger => ({ check: 'keras/code-class', reference });
const checks = (...ids: readonly string[]): readonly Trigger[] => ids.map((check) => ({ check }));
const keras = (...versions: readonly Stretch[]) => pypi('keras', ...versions);

/** Two lines were mended: 3.12 for older Pythons, and the newest. */
const BEFORE_3_15: readonly Stretch[] = [
  ['0', '3.12.3'],
  ['3.13.0', '3.15.0'],
];
const TEXTS = 'advisory texts and commits of Keras';
const TRACKERS = 'public trackers of versions';

/** Advisories of Keras, by date of their ids. */
const ROWS: readonly Row[] = [
  {
    id: 'CVE-2024-3660',
    aliases: ['GHSA-x4wf-678h-2pmq'],
    published: '2024-04-16T20:09:26Z',
    severity: 'critical',
    summary: 'A Lambda layer carries marshalled Python code, which runs when the model is loaded (CERT/CC VU#253266)',
    affected: keras(['0', '2.13.0']),
    sources: [{ by: 'CVE record (CERT/CC)', says: 'before 2.13' }],
    triggers: [{ check: 'keras/lambda-bytecode' }, code('CVE-2024-3660')],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2024-55459',
    aliases: ['GHSA-cjgq-5qmw-rcj6', 'PYSEC-2025-121'],
    published: '2025-01-08T17:15:15Z',
    severity: 'medium',
    summary: 'keras.utils.get_file writes outside its folder when it unpacks a crafted tar archive',
    affected: keras(['0', '3.8.0']),
    sources: [
      { by: 'PYSEC-2025-121', says: 'through 3.7.0' },
      { by: TRACKERS, says: '3.7.0 to before 3.8.0' },
    ],
    triggers: checks('zip/traversal', 'archive/traversal'),
    engine: NO_UNPACKING,
  },
  {
    id: 'CVE-2025-1550',
    aliases: ['GHSA-48g7-3x6r-xfhp'],
    severity: 'high',
    summary: 'config.json names any Python module and function, which loading imports and calls, whatever safe_mode says',
    affected: keras(['3.0.0', '3.9.0']),
    sources: [{ by: TRACKERS, says: '3.0.0 to before 3.9.0' }],
    triggers: checks('keras/unknown-module'),
    engine: NO_IMPORT,
  },
  {
    id: 'CVE-2025-8747',
    aliases: ['GHSA-c9rc-mg46-23w3'],
    severity: 'high',
    summary: 'safe_mode is bypassed by functions inside Keras itself, which fetch and write files',
    affected: keras(['3.0.0', '3.11.0']),
    sources: [{ by: TRACKERS, says: '3.0.0 to before 3.11.0' }],
    triggers: [...checks('keras/unknown-function', 'keras/unsafe-setting'), code('CVE-2025-8747')],
    engine: NO_IMPORT,
  },
  {
    id: 'CVE-2025-9905',
    aliases: ['GHSA-36rr-ww3j-vrjv'],
    severity: 'high',
    summary: 'safe_mode is ignored for .h5 and .hdf5 files: a Lambda layer in one runs its code',
    affected: keras(['3.0.0', '3.11.3']),
    sources: [{ by: TRACKERS, says: '3.0.0 to before 3.11.3' }],
    triggers: [
      { check: 'keras/lambda-bytecode', format: 'keras-h5' },
      { check: 'keras/code-class', reference: 'CVE-2024-3660', format: 'keras-h5' },
    ],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2025-9906',
    aliases: ['GHSA-36fq-jgmw-4r9c'],
    severity: 'high',
    summary: 'config.json calls the function that switches safe_mode off, and then carries code',
    affected: keras(['3.0.0', '3.11.0']),
    sources: [
      { by: TRACKERS, says: '3.0.0 to before 3.11.0' },
      { by: 'one page of a tracker', says: '3.0.0 alone' },
    ],
    triggers: checks('keras/unsafe-setting'),
    engine: NO_IMPORT,
  },
  {
    id: 'CVE-2025-49655',
    published: '2025-10-17T15:20:27Z',
    severity: 'critical',
    summary: 'TorchModuleWrapper loads a pickle of PyTorch from the configuration, in safe_mode too',
    affected: keras(['3.11.0', '3.11.3']),
    sources: [{ by: 'CVE record (HiddenLayer)', says: '3.11.0 to before 3.11.3' }],
    triggers: [code('CVE-2025-49655')],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2025-12058',
    aliases: ['GHSA-mq84-hjqx-cwf2'],
    related: ['GHSA-qg93-c7p6-gg7f'],
    severity: 'medium',
    summary: 'The vocabulary of a lookup layer is a path or an address: loading reads a file of the machine, or asks a server',
    affected: keras(['0', '3.12.0']),
    sources: [
      { by: TEXTS, says: 'before 3.12.0' },
      { by: TRACKERS, says: '3.0.0 to before 3.12.0' },
    ],
    triggers: checks('keras/file-reference'),
    engine: NO_PATHS,
  },
  {
    id: 'CVE-2025-12060',
    aliases: ['GHSA-hjqc-jx6g-rwp9', 'PYSEC-2026-1486'],
    related: ['GHSA-28jp-44vh-q42h'],
    severity: 'high',
    summary: 'keras.utils.get_file unpacks tar archives without the data filter of Python',
    affected: keras(['0', '3.12.0']),
    sources: [
      { by: TEXTS, says: 'before 3.12.0' },
      { by: TRACKERS, says: 'through 3.11.3' },
    ],
    triggers: checks('archive/traversal', 'archive/link'),
    engine: NO_UNPACKING,
  },
  {
    id: 'CVE-2025-12638',
    severity: 'high',
    summary: 'A symbolic link in a tar archive, with a name beyond the longest path, takes keras.utils.get_file outside its folder',
    affected: keras(['0', '3.12.0']),
    sources: [
      { by: TEXTS, says: 'before 3.12.0' },
      { by: TRACKERS, says: 'through 3.11.3' },
    ],
    triggers: checks('archive/link', 'zip/link'),
    engine: NO_UNPACKING,
  },
  {
    id: 'CVE-2026-0897',
    aliases: ['GHSA-mgx6-5cf9-rr43', 'GHSA-xfhx-r7ww-5995'],
    published: '2026-01-15T14:09:53Z',
    severity: 'high',
    summary: 'A data set in model.weights.h5 declares a giant shape: loading exhausts the memory',
    affected: keras(['3.0.0', '3.12.1'], ['3.13.0', '3.13.2']),
    sources: [
      { by: 'CVE record (Google)', says: '3.0.0 through 3.13.0' },
      { by: TRACKERS, says: '3.0.0 to before 3.12.1, 3.13.0 to before 3.13.1' },
      { by: 'release notes of Keras 3.13.2', says: 'the check of shapes came with 3.13.2' },
    ],
    triggers: checks('hdf5/shape-bomb'),
    engine: BUDGETS,
  },
  {
    id: 'CVE-2026-1669',
    aliases: ['GHSA-3m4q-jmj6-r34q'],
    published: '2026-02-11T22:10:10Z',
    severity: 'high',
    summary: 'HDF5 external storage makes a weight of any file of the machine',
    affected: keras(['3.0.0', '3.12.1'], ['3.13.0', '3.13.2']),
    sources: [
      { by: 'CVE record (Google), versions', says: '3.0.0 to before 3.13.1' },
      { by: 'CVE record (Google), description', says: '3.0.0 through 3.13.1' },
      { by: TRACKERS, says: '3.13.0 to 3.13.2; unclear for the older line' },
    ],
    triggers: checks('hdf5/external-storage'),
    engine: NO_LINKS,
  },
  {
    id: 'CVE-2026-1462',
    aliases: ['GHSA-4f3f-g24h-fr8m', 'PYSEC-2026-2547'],
    published: '2026-04-13T00:00:00Z',
    severity: 'high',
    summary: 'TFSMLayer loads a SavedModel from a path in the configuration, in safe_mode too',
    affected: keras(['0', '3.13.2']),
    sources: [
      { by: 'PYSEC-2026-2547', says: 'before 3.13.2' },
      { by: 'CVE record', says: '3.13.0' },
      { by: TEXTS, says: 'before 3.13.2; mended in 3.12.1 too' },
    ],
    triggers: [code('CVE-2026-1462')],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2026-9335',
    aliases: ['GHSA-m8wh-29wm-52mv'],
    severity: 'high',
    summary: 'Links in HDF5 files lead the file editor and the legacy loader to other files of the machine',
    affected: keras(...BEFORE_3_15),
    sources: [{ by: TEXTS, says: 'through 3.14.0; mended in 3.12.3 and 3.15.0' }],
    triggers: checks('hdf5/external-link', 'hdf5/soft-link'),
    engine: NO_LINKS,
  },
  {
    id: 'CVE-2026-11816',
    aliases: ['GHSA-hqp4-2352-xf5r'],
    severity: 'high',
    summary: 'The filter of archive members compares with the working folder instead of the target, so that from / nothing is filtered',
    affected: keras(['0', '3.14.0']),
    sources: [{ by: 'GitHub advisory database, August 2026', says: 'before 3.14.0' }],
    triggers: checks('zip/traversal', 'archive/traversal'),
    engine: NO_UNPACKING,
  },
  {
    id: 'CVE-2026-12479',
    aliases: ['GHSA-gh82-f9x8-5frx'],
    severity: 'high',
    summary: 'A layer with ".." in its name becomes a folder outside the model: loading and saving write there',
    affected: keras(...BEFORE_3_15),
    sources: [
      { by: TEXTS, says: 'before 3.12.3, 3.13.0 to 3.14.x; mended in 3.15.0' },
      { by: TRACKERS, says: '3.14.0; no fix named in June 2026' },
    ],
    triggers: checks('keras/name-path'),
    engine: absent('Names of layers never become paths'),
  },
  {
    id: 'CVE-2026-12480',
    aliases: ['GHSA-26c4-7vv6-867j'],
    published: '2026-07-01T16:53:32Z',
    severity: 'medium',
    summary: 'An HDF5 virtual data set maps other files of the machine into a weight',
    affected: keras(...BEFORE_3_15),
    sources: [
      { by: TEXTS, says: 'before 3.12.3, 3.13.0 to 3.14.x; mended in 3.15.0' },
      { by: 'CVE record (huntr)', says: 'through 3.13.2; mended in 3.12.2 and 3.14.1' },
    ],
    triggers: checks('hdf5/virtual-dataset'),
    engine: NO_LINKS,
  },
  {
    id: 'CVE-2026-12481',
    aliases: ['GHSA-5gwj-m78q-7pq3'],
    severity: 'high',
    summary: 'Lambda.from_config and clone_model take a safe_mode that was never set for permission (EUVD-2026-41600)',
    affected: keras(...BEFORE_3_15),
    sources: [
      { by: TEXTS, says: 'before 3.12.3, 3.13.0 to 3.14.x; mended in 3.15.0' },
      { by: TRACKERS, says: '3.14.0; mended by 55888d3bec' },
    ],
    triggers: [{ check: 'keras/lambda-bytecode' }, code('CVE-2026-12481')],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2026-12482',
    aliases: ['GHSA-58hv-7753-xmfq'],
    severity: 'high',
    summary: 'The destination of a symbolic link in a tar archive is not checked',
    affected: keras(...BEFORE_3_15),
    sources: [{ by: TEXTS, says: 'before 3.12.3, 3.13.0 to 3.14.x; mended in 3.15.0' }],
    triggers: checks('archive/link', 'zip/link'),
    engine: NO_UNPACKING,
  },
  {
    id: 'CVE-2026-12484',
    aliases: ['GHSA-v2w2-w228-c444'],
    severity: 'high',
    summary: 'TorchModuleWrapper.from_config loads its pickle outside a scope of safe_mode',
    affected: keras(...BEFORE_3_15),
    sources: [{ by: TEXTS, says: 'before 3.12.3, 3.13.0 to 3.14.x; mended in 3.15.0' }],
    triggers: [code('CVE-2026-12484')],
    engine: NO_CODE,
  },
  {
    id: 'CVE-2026-12570',
    aliases: ['GHSA-74m6-m3xx-3vmj'],
    severity: 'medium',
    summary: 'A giant declared shape exhausts the memory on the main way of loading too',
    affected: keras(['0', '3.15.0']),
    sources: [{ by: TEXTS, says: 'before 3.15.0' }],
    triggers: checks('hdf5/shape-bomb'),
    engine: BUDGETS,
  },
];

/** Changes of Keras that mend something and have no id of any tracker. The release is the first in which we know the change to be. */
const SILENT: readonly Row[] = [
  silent(22729, 'A registered name without a meaning is taken', ['0', '3.15.0'], NO_IMPORT, checks('keras/custom-object')),
  silent(22974, 'The type of an inner configuration is not checked', ['0', '3.15.0'], NO_IMPORT, checks('keras/field-type')),
  silent(23010, 'A zip member declares less than it holds: loading fills memory or disk', ['0', '3.15.0'], BUDGETS, checks('zip/ratio', 'zip/mismatch')),
  silent(23016, 'A member of an .npz declares more than it holds: loading exhausts the memory', ['0', '3.15.0'], BUDGETS, checks('npy/structure')),
  silent(23115, 'Functions of Keras that are none of a model may be named in a configuration', ['0', '3.15.0'], NO_IMPORT, checks('keras/unknown-function')),
  silent(23101, 'Assets of a .keras archive that unpack to a multiple fill the disk', ['0', '3.12.4'], BUDGETS, checks('zip/ratio'), ['3.13.0', '3.15.1']),
  silent(
    23168,
    'Groups on the way to an HDF5 data set are not checked: a link among them leads elsewhere',
    ['0', '3.12.4'],
    NO_LINKS,
    checks('hdf5/external-link', 'hdf5/soft-link'),
    ['3.13.0', '3.15.1'],
  ),
  silent(23047, 'The IMDB and Reuters loaders unpickle what was downloaded', ['0', '3.12.4'], NO_DATASETS, [], ['3.13.0', '3.15.1']),
  silent(23252, 'The CIFAR loaders unpickle what was downloaded', ['0', '3.12.4'], NO_DATASETS, [], ['3.13.0', '3.15.1']),
  silent(23303, 'A giant configuration exhausts the memory of the file editor', ['0'], NO_EDITOR, []),
];

function silent(pull: number, summary: string, stretch: Stretch, engine: EngineAnswer, triggers: readonly Trigger[], ...more: readonly Stretch[]): Row {
  const says =
    stretch.length === 1 ? 'mended after 3.15.1, not on the way of loading a model' : `mended by ${[stretch, ...more].map(([, end]) => end).join(' and ')}`;
  return {
    id: `x_keras-${pull}`,
    severity: engine === NO_EDITOR ? 'low' : 'medium',
    summary: `${summary} (mended without an id)`,
    affected: keras(stretch, ...more),
    sources: [{ by: `keras-team/keras, pull request ${pull}`, says }],
    ...(triggers.length > 0 && { triggers }),
    engine,
  };
}

export const KERAS: readonly OsvRecord[] = [...ROWS, ...SILENT].map(advisory);
