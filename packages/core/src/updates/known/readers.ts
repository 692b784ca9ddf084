import type { EngineAnswer, Source } from '../knowledge.ts';
import type { OsvRecord } from '../osv/record.ts';
import { advisory, pypi, type Row } from './advisory.ts';

const absent = (because: string): EngineAnswer => ({ justification: 'vulnerable_code_not_present', because });
const NOT_PYTHON = absent('The engine has no Python: pickles are followed op-code by op-code as data, and never loaded');
const NOT_READ = absent('Files of this format are scanned, never loaded: the library is not part of the engine');
const OWN_ONNX = absent('Files of ONNX from outside are scanned, never loaded; what runs is written by our own compiler, with weights in one sealed file');

/** Not compared with the tracker for this table: the next refresh decides. */
const UNCHECKED: Source = { by: 'general knowledge', says: 'this range was not compared with its tracker' };
const TENSORFLOW = ['tensorflow', 'tensorflow-cpu', 'tensorflow-gpu'];

/** Advisories of the other libraries that load model files, and of those that scanners cite. */
const ROWS: readonly Row[] = [
  {
    id: 'CVE-2007-4559',
    severity: 'medium',
    summary: 'tarfile of Python unpacks members outside the target, unless a filter is given',
    affected: [],
    sources: [{ by: 'Python documentation, tarfile', says: 'extraction filters since 3.12; the default since 3.14' }],
    engine: absent('No archive is unpacked to disk'),
  },
  {
    id: 'CVE-2019-6446',
    aliases: ['GHSA-9fq2-x9r6-wfmf'],
    severity: 'critical',
    summary: 'numpy.load unpickles arrays of objects by default',
    affected: pypi('numpy', ['0', '1.16.3']),
    sources: [UNCHECKED],
    triggers: [{ check: 'pickle/unlisted-global', format: 'npy' }],
    engine: NOT_PYTHON,
  },
  {
    id: 'CVE-2020-14343',
    aliases: ['GHSA-8q59-q68h-6hv4'],
    severity: 'critical',
    summary: 'PyYAML makes any Python object of a tag',
    affected: pypi('pyyaml', ['0', '5.4']),
    sources: [UNCHECKED],
    engine: NOT_READ,
  },
  {
    id: 'CVE-2020-15211',
    severity: 'medium',
    summary: 'TensorFlow Lite reads and writes outside tensors, by a negative index in a crafted model',
    affected: pypi(TENSORFLOW, ['0', '1.15.4'], ['2.0.0', '2.0.3'], ['2.1.0', '2.1.2'], ['2.2.0', '2.2.1'], ['2.3.0', '2.3.1']),
    sources: [UNCHECKED],
    engine: NOT_READ,
  },
  {
    id: 'CVE-2021-37678',
    related: ['PYSEC-2021-300', 'PYSEC-2021-591', 'PYSEC-2021-789'],
    severity: 'high',
    summary: 'tf.keras.models.model_from_yaml makes any Python object of a tag',
    affected: pypi(TENSORFLOW, ['0', '2.3.4'], ['2.4.0', '2.4.3'], ['2.5.0', '2.5.1']),
    sources: [{ by: 'Keras advisories as read', says: 'before 2.6, where the function is gone' }, UNCHECKED],
    engine: absent('Architectures in YAML are scanned, never read as models'),
  },
  {
    id: 'CVE-2022-21797',
    aliases: ['GHSA-6hrg-qmvc-2xh8'],
    severity: 'high',
    summary: 'joblib evaluates the pre_dispatch argument of Parallel',
    affected: pypi('joblib', ['0', '1.2.0']),
    sources: [UNCHECKED],
    triggers: [],
    engine: NOT_PYTHON,
  },
  {
    id: 'CVE-2024-34997',
    severity: 'high',
    summary: 'joblib unpickles arrays of objects in its cache (disputed by its maintainers: pickles are trusted by design)',
    affected: pypi('joblib', ['0', 'through', '1.4.2']),
    sources: [UNCHECKED],
    engine: NOT_PYTHON,
  },
  {
    id: 'CVE-2022-25882',
    severity: 'high',
    summary: 'onnx follows paths of external data out of the folder of the model',
    affected: pypi('onnx', ['0', '1.13.0']),
    sources: [UNCHECKED],
    engine: OWN_ONNX,
  },
  {
    id: 'CVE-2024-27318',
    severity: 'high',
    summary: 'onnx follows paths of external data out of the folder of the model (the fix of CVE-2022-25882 was incomplete)',
    affected: pypi('onnx', ['0', '1.16.0']),
    sources: [UNCHECKED],
    engine: OWN_ONNX,
  },
  {
    id: 'CVE-2024-5187',
    severity: 'high',
    summary: 'onnx.hub unpacks downloaded archives outside its folder',
    affected: pypi('onnx', ['0', '1.16.2']),
    sources: [UNCHECKED],
    engine: OWN_ONNX,
  },
  {
    id: 'CVE-2025-51480',
    aliases: ['GHSA-6rq9-53c3-f7vj', 'PYSEC-2025-148'],
    severity: 'high',
    summary: 'onnx writes external data outside the folder when it saves a crafted model',
    affected: pypi('onnx', ['0', 'through', '1.17.0']),
    sources: [{ by: 'PYSEC-2025-148', says: 'through 1.17.0' }],
    triggers: [{ check: 'onnx/external-data' }],
    engine: OWN_ONNX,
  },
  ...(
    [
      ['CVE-2026-27489', 'GHSA-3r9x-f23j-gc73', 'PYSEC-2026-2239', 'onnx follows symbolic links of external data out of the folder of the model'],
      ['CVE-2026-34445', 'GHSA-538c-55jv-c5g9', 'PYSEC-2026-2240', 'onnx sets any attribute that the external data of a model names'],
      ['CVE-2026-34447', 'GHSA-p433-9wv8-28xj', 'PYSEC-2026-104', 'onnx loads external data through a symbolic link out of the folder of the model'],
    ] as const
  ).map(
    ([id, ghsa, pysec, summary]): Row => ({
      id,
      aliases: [ghsa, pysec],
      severity: id === 'CVE-2026-34447' ? 'medium' : 'high',
      summary,
      affected: pypi('onnx', ['0', '1.21.0']),
      sources: [{ by: pysec, says: 'before 1.21.0' }],
      triggers: [{ check: 'onnx/external-data' }],
      engine: OWN_ONNX,
    }),
  ),
  ...['CVE-2024-21802', 'CVE-2024-21825', 'CVE-2024-21836', 'CVE-2024-25664'].map(
    (id): Row => ({
      id,
      severity: 'high',
      summary: 'llama.cpp overflows its memory when it reads a crafted GGUF file',
      affected: [],
      sources: [{ by: 'Talos, 2024', says: 'llama.cpp up to January 2024; it is no package with versions' }],
      engine: NOT_READ,
    }),
  ),
  {
    id: 'CVE-2024-34359',
    severity: 'critical',
    summary: 'llama-cpp-python runs the chat template of a GGUF file outside a sandbox of Jinja',
    affected: pypi('llama-cpp-python', ['0.2.30', '0.2.72']),
    sources: [UNCHECKED],
    engine: absent('Chat templates are read as text, never rendered'),
  },
  {
    id: 'CVE-2023-6909',
    severity: 'high',
    summary: 'mlflow follows paths out of the folder of a model',
    affected: pypi('mlflow', ['0', '2.9.2']),
    sources: [UNCHECKED],
    engine: NOT_READ,
  },
  {
    id: 'CVE-2024-3848',
    severity: 'high',
    summary: 'mlflow follows paths in a fragment of an address',
    affected: pypi('mlflow', ['0', '2.12.1']),
    sources: [UNCHECKED],
    engine: NOT_READ,
  },
  {
    id: 'CVE-2024-37054',
    severity: 'high',
    summary: 'mlflow unpickles the Python function of a model, by design',
    affected: pypi('mlflow', ['0.9.0']),
    sources: [UNCHECKED],
    engine: NOT_PYTHON,
  },
  {
    id: 'CVE-2025-23304',
    severity: 'high',
    summary: 'NeMo instantiates whatever the configuration of a model names',
    affected: pypi('nemo-toolkit', ['0', '2.3.2']),
    sources: [UNCHECKED],
    engine: NOT_READ,
  },
  {
    id: 'CVE-2025-32434',
    aliases: ['GHSA-53q9-r3pm-6pq6'],
    published: '2025-04-18T15:48:18Z',
    severity: 'critical',
    summary: 'torch.load runs code of a crafted file with weights_only too',
    affected: pypi('torch', ['0', '2.6.0']),
    sources: [{ by: 'CVE record (GitHub)', says: 'before 2.6.0' }],
    engine: NOT_PYTHON,
  },
  {
    id: 'CVE-2026-24747',
    aliases: ['GHSA-63cw-57p8-fm3p'],
    published: '2026-01-27T21:13:46Z',
    severity: 'high',
    summary: 'The unpickler behind weights_only of torch.load corrupts memory for a crafted file',
    affected: pypi('torch', ['0', '2.10.0']),
    sources: [{ by: 'CVE record (GitHub)', says: 'before 2.10.0' }],
    engine: NOT_PYTHON,
  },
  ...['CVE-2025-54412', 'CVE-2025-54413'].map(
    (id): Row => ({
      id,
      severity: 'high',
      summary: 'skops calls functions of a file that its list of trusted types does not show',
      affected: pypi('skops', ['0', '0.12.0']),
      sources: [UNCHECKED],
      engine: NOT_READ,
    }),
  ),
  {
    id: 'CVE-2025-62518',
    severity: 'high',
    summary: 'astral-tokio-tar reads other members than the header of an archive announces',
    affected: [{ ecosystem: 'crates.io', name: 'astral-tokio-tar', versions: [['0', '0.5.6']] }],
    sources: [UNCHECKED],
    engine: absent('Archives are read by a reader of our own; where two readers would see different members, that is a finding'),
  },
  {
    id: 'x_hdf5-1.14-memory',
    related: [
      'CVE-2025-2153',
      'CVE-2025-2308',
      'CVE-2025-2912',
      'CVE-2025-6269',
      'CVE-2025-6270',
      'CVE-2025-6516',
      'CVE-2025-6750',
      'CVE-2025-44904',
      'CVE-2025-44905',
    ],
    severity: 'medium',
    summary: 'About forty memory faults of the HDF5 library 1.14 in 2025; which wheels of h5py carry which library, no tracker says',
    affected: [],
    sources: [{ by: 'CVE records of 2025', says: 'HDF5 1.14; ask h5py.version.hdf5_version' }],
    engine: absent('The HDF5 reader is our own, in a memory-safe language; libhdf5 is no part of the engine'),
  },
];

export const READERS: readonly OsvRecord[] = ROWS.map(advisory);
