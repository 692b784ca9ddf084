import type { Digests, Inflate } from '../../words/ports.ts';
import type { ModelSpec } from '../spec.ts';
import type { WeightSource } from '../weight-source.ts';

export interface ReadPorts {
  readonly inflate: Inflate;
  readonly digests: Digests;
}

/** A Keras model, opened: its description read, its weights at hand. Every format ends here. */
export interface OpenedKeras {
  /** As the report of a scan names it. */
  readonly format: string;
  readonly model: ModelSpec;
  readonly weights: WeightSource;
  /** The version of Keras that the file claims: evidence of nothing. */
  readonly producer: string | undefined;
  /** Generation that the claim names; the few meanings that changed follow it. */
  readonly writer: 2 | 3;
}
