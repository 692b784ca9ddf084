import type { NumericDType } from '../../../tensor/tensor.ts';

/** An attribute that is one text, as h5py writes a `str`. */
export type NewAttributes = Readonly<Record<string, string>>;

/** A dataset that is to be written in one piece, without filters. */
export interface NewDataset {
  readonly kind: 'dataset';
  /** bfloat16 becomes opaque pairs of bytes with the attribute `dtype`, as Keras stores it: HDF5 has no such type. */
  readonly dtype: Exclude<NumericDType, 'bool'>;
  readonly shape: readonly number[];
  readonly attributes?: NewAttributes;
  /** Its elements in C order, little-endian; asked for once, when everything before it is written. */
  pieces(): Iterable<Uint8Array>;
}

export interface NewGroup {
  readonly kind: 'group';
  readonly attributes?: NewAttributes;
  /** Names in ASCII. */
  readonly children: ReadonlyMap<string, NewObject>;
}

export type NewObject = NewDataset | NewGroup;
