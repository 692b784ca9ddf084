import type { Hdf5Anomaly } from '../artifact/hdf5/hdf5.ts';
import type { Json, JsonNote } from '../artifact/json/json.ts';
import type { ZipAnomaly, ZipEntry } from '../artifact/zip/zip.ts';
import type { HorngateError } from '../words/error.ts';
import type { SerializedObject } from './keras/objects.ts';
import type { SightSubject } from './sights.ts';

/** What stopped the reading of a part: its code says whether it is the sender's fault, a budget of ours or a gap of ours. */
export interface Trouble {
  readonly error: HorngateError;
  readonly member: string | undefined;
}

/** A description as Keras looks at it, with what lies beside it. Parts that could not be read are undefined, and a `Trouble` says why. */
export interface KerasSubject {
  /** What holds the description: `config.json`, or an attribute such as `model_config`. */
  readonly member: string;
  readonly config: Json | undefined;
  readonly objects: readonly SerializedObject[];
  readonly metadata: Json | undefined;
  /** What lies beside the description. */
  readonly members: readonly Pick<ZipEntry, 'path' | 'offset'>[];
  /** What may lie there, and whether it must; the members of a `.keras` where it is not said. */
  readonly own?: ReadonlyMap<string, 'needed' | 'optional'>;
  /** What the description is of. Default: a model. */
  readonly of?: 'model' | 'training';
}

export interface ZipSubject {
  readonly anomalies: readonly ZipAnomaly[];
  readonly troubles: readonly Trouble[];
}

export interface Hdf5Subject {
  readonly member: string | undefined;
  readonly anomalies: readonly Hdf5Anomaly[];
  readonly troubles: readonly Trouble[];
}

export interface JsonSubject {
  readonly member: string | undefined;
  readonly notes: readonly JsonNote[];
  readonly troubles: readonly Trouble[];
}

/** The file as a whole. */
export interface ScanSubject {
  readonly path: string;
  readonly format: string;
  /** Other formats that the same bytes are as well. */
  readonly also: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** The first part of a check's id decides what it looks at. */
export interface Subjects {
  readonly keras: KerasSubject;
  readonly zip: ZipSubject;
  readonly hdf5: Hdf5Subject;
  readonly json: JsonSubject;
  readonly scan: ScanSubject;
  readonly archive: SightSubject;
  readonly code: SightSubject;
  readonly config: SightSubject;
  /** The files of a folder together. */
  readonly folder: SightSubject;
  readonly gguf: SightSubject;
  readonly huggingface: SightSubject;
  readonly jinja: SightSubject;
  readonly mlflow: SightSubject;
  readonly onnx: SightSubject;
  readonly npy: SightSubject;
  readonly pickle: SightSubject;
  readonly pytorch: SightSubject;
  readonly safetensors: SightSubject;
  readonly skops: SightSubject;
  readonly tensorflow: SightSubject;
  readonly tflite: SightSubject;
  readonly yaml: SightSubject;
}

export type Area = keyof Subjects;
