import type { Severity } from '../words/finding.ts';

type Row = readonly [severity: Severity, refuse: boolean, about: string];

/**
 * What can be wrong with a container that can still be read. The ids stay forever: the scanner makes a finding of each, and the compiler takes no file
 * with one that refuses. What makes reading impossible is no row here but an error.
 */
export const ANOMALIES = {
  'zip/absolute-name': ['high', true, 'A member names an absolute path'],
  'zip/backslash-name': ['high', true, 'A member name holds a backslash, which some readers take for a slash'],
  'zip/checksum': ['high', true, 'The bytes of a member have another checksum than the directory says: some readers do not look'],
  'zip/colliding-names': ['high', true, 'Two names are one where case, Unicode form or slashes do not count'],
  'zip/comment': ['low', false, 'The archive has a comment'],
  'zip/control-character-name': ['medium', true, 'A member name holds a control character'],
  'zip/count-mismatch': ['high', true, 'The directory does not have as many members as its end record says'],
  'zip/data-in-directory': ['medium', true, 'A folder entry has data'],
  'zip/descriptor-mismatch': ['high', true, 'A data descriptor says other sizes or another checksum than the directory'],
  'zip/dot-name': ['medium', true, 'A member name has empty parts or "."'],
  'zip/drive-name': ['high', true, 'A member name starts with a drive letter'],
  'zip/duplicate-name': ['high', true, 'Two members have the same name: readers differ in which one they take'],
  'zip/empty-name': ['medium', true, 'A member has no name'],
  'zip/encrypted': ['medium', true, 'A member is encrypted, so nobody can look at it'],
  'zip/extra-field': ['medium', true, 'An extra field contradicts the specification'],
  'zip/flags': ['medium', true, 'A member has flags that no reader of models needs'],
  'zip/gap': ['high', true, 'Bytes between the members belong to none'],
  'zip/local-mismatch': ['high', true, 'A local header says something else than the directory'],
  'zip/local-missing': ['high', true, 'No local header stands where the directory says'],
  'zip/method': ['medium', true, 'A member is packed by a method that we do not read'],
  'zip/name-encoding': ['medium', true, 'A member name is not ASCII and not marked as UTF-8: readers differ in what it says'],
  'zip/nul-name': ['high', true, 'A member name holds a NUL, where some readers stop'],
  'zip/overlap': ['high', true, 'Two members share bytes'],
  'zip/prefix-data': ['high', true, 'Something stands before the first member'],
  'zip/ratio': ['high', true, 'A member unpacks to far more than its packed size'],
  'zip/several-ends': ['high', true, 'The archive has several end records: readers differ in which one they take'],
  'zip/special-file': ['high', true, 'A member is a device, a pipe or a socket'],
  'zip/stored-size': ['high', true, 'A stored member has two sizes'],
  'zip/symbolic-link': ['high', true, 'A member is a symbolic link'],
  'zip/trailing-data': ['high', true, 'Something stands behind the end of the archive'],
  'zip/traversal': ['critical', true, 'A member name leads out of its folder'],
  'zip/unreadable': ['high', true, 'A member cannot be unpacked'],
  'zip/unicode-path': ['high', true, 'A member has a second name, which some readers prefer'],
  'zip/version': ['medium', true, 'A member wants a newer version of the format than readers know'],
  'zip/zip64-mismatch': ['high', true, 'The two end records of ZIP64 contradict each other'],

  'hdf5/broken': ['high', true, 'A structure contradicts the specification'],
  'hdf5/external-link': ['critical', true, 'A link leads to another file'],
  'hdf5/external-storage': ['critical', true, "A dataset's bytes come from another file"],
  'hdf5/filter': ['high', true, 'A dataset needs a filter that would be loaded as code'],
  'hdf5/hard-link-cycle': ['high', true, 'A group contains itself'],
  'hdf5/outside': ['high', true, 'Raw data lie outside the file'],
  'hdf5/overlap': ['high', true, 'Two datasets share bytes'],
  'hdf5/shape-bomb': ['high', true, 'A dataset declares far more bytes than it stores'],
  'hdf5/soft-link': ['high', true, 'A link leads to a path, which may be anywhere'],
  'hdf5/several-links': ['low', false, 'An object has several names'],
  'hdf5/trailing-data': ['high', true, 'Something stands behind the end of the file that its superblock names'],
  'hdf5/unread': ['medium', true, 'A structure is known, but not read yet'],
  'hdf5/user-block': ['medium', true, 'Something stands before the superblock'],
  'hdf5/user-link': ['critical', true, 'A link is followed by code of its own'],
  'hdf5/virtual': ['critical', true, "A virtual dataset's bytes come from other datasets"],
} as const satisfies Record<string, Row>;

export type AnomalyKind = keyof typeof ANOMALIES;
export type ZipAnomalyKind = Extract<AnomalyKind, `zip/${string}`>;
export type Hdf5AnomalyKind = Extract<AnomalyKind, `hdf5/${string}`>;

export const severityOf = (kind: AnomalyKind): Severity => ANOMALIES[kind][0];
/** Whether the compiler takes no file with this. */
export const refuses = (kind: AnomalyKind): boolean => ANOMALIES[kind][1];
