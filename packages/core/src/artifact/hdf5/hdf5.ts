import type { NumericDType } from '../../tensor/tensor.ts';
import type { Hdf5AnomalyKind } from '../anomalies.ts';

export interface Hdf5Anomaly {
  readonly kind: Hdf5AnomalyKind;
  readonly message: string;
  /** From the superblock. */
  readonly offset: number;
  /** Of the object, from the root. */
  readonly path: string;
}

/** A datatype (IV.A.2.d) as far as a model can have it. `size` is bytes of an element in the file. */
export type Hdf5Type =
  | { readonly kind: 'number'; readonly dtype: Exclude<NumericDType, 'bool'>; readonly size: number; readonly bigEndian: boolean }
  | { readonly kind: 'bool'; readonly size: number }
  | { readonly kind: 'string'; readonly size: number; readonly padding: 'null-terminated' | 'null-padded' | 'space-padded' }
  | { readonly kind: 'vlen-string'; readonly size: number }
  | { readonly kind: 'opaque'; readonly size: number; readonly tag: string }
  | { readonly kind: 'other'; readonly size: number; readonly name: string };

/** Undefined: the null dataspace, which has no elements and no shape (h5py `Empty`). */
export type Hdf5Shape = readonly number[] | undefined;

export type Hdf5Link =
  | { readonly kind: 'hard'; readonly address: number }
  | { readonly kind: 'soft'; readonly target: string }
  | { readonly kind: 'external'; readonly file: string; readonly target: string }
  | { readonly kind: 'user'; readonly type: number };

export interface Hdf5Filter {
  readonly id: number;
  /** 'gzip', 'shuffle', 'fletcher32', or the number of one that is not read. */
  readonly name: string;
}
