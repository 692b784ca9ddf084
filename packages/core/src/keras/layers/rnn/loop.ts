import type { Fields } from '../../fields.ts';

/** What all recurrent layers have in common, as their configs say it (keras/src/layers/rnn/rnn.py). */
export interface Loop {
  readonly sequences: boolean;
  readonly states: boolean;
  readonly backwards: boolean;
  readonly stateful: boolean;
  /** A loop that is written out masks in another way where masked steps are zeros and it runs backwards. */
  readonly unroll: boolean;
  readonly zeroMasked: boolean;
}

/** @throws HG_UNSUPPORTED_FIELD for the time before the batch, which Keras 2 knew. */
export function readLoop(f: Fields): Loop {
  f.only('time_major', false);
  // Of Keras 2, or of a GPU.
  f.ignore('use_cudnn', 'input_length', 'input_dim', 'implementation');
  return {
    sequences: f.boolean('return_sequences', false),
    states: f.boolean('return_state', false),
    backwards: f.boolean('go_backwards', false),
    stateful: f.boolean('stateful', false),
    unroll: f.boolean('unroll', false),
    zeroMasked: f.boolean('zero_output_for_mask', false),
  };
}
