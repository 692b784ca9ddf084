/** Operations of TensorFlow that do more than compute. `unless`: attributes whose value makes one do no more than that. */
export interface Effect {
  readonly kind: 'code' | 'file' | 'network' | 'opaque';
  readonly does: string;
  readonly unless?: { readonly attribute: string; readonly values: RegExp };
}

const rows = (kind: Effect['kind'], does: string, names: string, unless?: Effect['unless']): [string, Effect][] =>
  names.split(/\s+/).map((name) => [name, { kind, does, ...(unless && { unless }) }]);

const FUNCTION = 'calls a Python function of the process that loads it';
const READ = 'reads a file that the graph names';
const WRITE = 'writes a file that the graph names';

/** Read out of TensorFlow's own documentation of each operation; what is in no row only computes, keeps state, or moves tensors between devices. */
export const EFFECTS: ReadonlyMap<string, Effect> = new Map([
  ...rows('code', FUNCTION, 'PyFunc PyFuncStateless EagerPyFunc'),
  ...rows('code', 'calls native code that is registered under a name', 'XlaCustomCall XlaCustomCallV2'),
  ...rows('code', 'runs a compiled program that the graph carries', 'TPUExecute TPUExecuteAndUpdateVariables _TPUCompileMlir _XlaHostComputeMlir'),
  ...rows('opaque', 'carries a program in StableHLO, which we do not read', 'XlaCallModule'),
  ...rows('file', READ, 'ReadFile WholeFileReader WholeFileReaderV2 TextLineReader TextLineReaderV2 FixedLengthRecordReader FixedLengthRecordReaderV2'),
  ...rows('file', READ, 'TFRecordReader TFRecordReaderV2 LMDBReader TextLineDataset TFRecordDataset TFRecordDatasetV2 FixedLengthRecordDataset'),
  ...rows('file', READ, 'FixedLengthRecordDatasetV2 CSVDataset CSVDatasetV2 ExperimentalCSVDataset LMDBDataset ExperimentalLMDBDataset RecordInput'),
  ...rows('file', READ, 'LoadDataset ListSnapshotChunksDataset SnapshotChunkDataset SnapshotDatasetReader SnapshotNestedDatasetReader ImportEvent'),
  ...rows('file', READ, 'GenerateVocabRemapping LoadAndRemapMatrix Skipgram'),
  ...rows('file', 'reads a table from a file', 'InitializeTableFromTextFile InitializeTableFromTextFileV2'),
  ...rows('file', 'lists the files of a folder that the graph names', 'MatchingFiles MatchingFilesDataset ExperimentalMatchingFilesDataset'),
  ...rows('file', 'opens a database that the graph names', 'SqlDataset ExperimentalSqlDataset CreateSummaryDbWriter'),
  ...rows('file', WRITE, 'WriteFile SaveDataset SaveDatasetV2 SnapshotDataset SnapshotDatasetV2 DatasetToTFRecord ExperimentalDatasetToTFRecord'),
  ...rows('file', WRITE, 'DistributedSave CreateSummaryFileWriter DumpTensor CalibrationStatisticsSaver CacheDataset CacheDatasetV2'),
  ...rows('file', WRITE, 'Save SaveSlices SaveV2 MergeV2Checkpoints'),
  ...rows('file', 'reads a checkpoint that the graph names', 'Restore RestoreSlice RestoreV2 DTensorRestoreV2'),
  ...rows('file', 'changes how files are opened', 'FileSystemSetConfiguration'),
  ...rows('file', 'reads the descriptor of a message from a file', 'DecodeProtoV2 EncodeProto', {
    attribute: 'descriptor_source',
    values: /^(local:\/\/)?$|^bytes:\/\//,
  }),
  ...rows('file', 'reads a vocabulary from a file', 'FixedUnigramCandidateSampler', { attribute: 'vocab_file', values: /^$/ }),
  ...rows('file', 'prints to a file', 'PrintV2', { attribute: 'output_stream', values: /^(stdout|stderr|log\((info|warning|error)\))?$/ }),
  ...rows('network', 'sends tensors to files or addresses', 'DebugIdentity DebugNanCount DebugNumericSummary', { attribute: 'debug_urls', values: /^$/ }),
  ...rows('network', 'sends tensors to files or addresses', 'DebugIdentityV2 DebugIdentityV3'),
  ...rows('network', 'opens a connection that the graph names', 'RpcCall RpcClient RpcServer RpcServerStart RpcServerRegister RpcGetValue'),
  ...rows('network', 'asks a data service that the graph names', 'DataServiceDataset DataServiceDatasetV2 DataServiceDatasetV3 DataServiceDatasetV4'),
  ...rows('network', 'registers data at a service that the graph names', 'RegisterDataset RegisterDatasetV2'),
  ...rows('network', 'runs a function on another machine', 'RemoteCall'),
]);

/** What a saver needs, and nothing else may use. */
export const SAVER: ReadonlySet<string> = new Set('Save SaveSlices SaveV2 MergeV2Checkpoints Restore RestoreSlice RestoreV2'.split(' '));
export const TABLE_FILES: ReadonlySet<string> = new Set(['InitializeTableFromTextFile', 'InitializeTableFromTextFileV2']);
