import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { initialStates, maskOf, sequencesOf } from './base-recurrent.ts';
import { CELLS, isRecurrent, type Recurrent, readRecurrent, recurrentWeights } from './recurrent.ts';
import { runRecurrent } from './run-recurrent.ts';

const [FORWARD, BACKWARD] = ['forward_layer/', 'backward_layer/'];

/**
 * `keras.layers.Bidirectional`: two recurrent layers over one input, one of them backwards (keras/src/layers/rnn/bidirectional.py).
 *
 * The second half's sequence is reversed, so that both are in time; masked steps are zeros there, whatever the layers themselves say.
 */
export const bidirectional = defineLayer({
  keras: 'Bidirectional',
  arguments: ['sequences', 'initial_state'],
  mask: 'own',
  floats: true,
  config: (f) => ({ ...readHalves(f), merge: mergeOf(f) }),
  weights: ({ forward, backward }, [x]) => ({ ...recurrentWeights(forward, x, FORWARD), ...recurrentWeights(backward, x, BACKWARD) }),
  lower: (g, inputs, { forward, backward, merge }, call) => {
    const x = sequencesOf(inputs, call);
    const mask = maskOf(x, call);
    const initial = initialStates(call, [forward, backward]).map((state) => g.cast(state, 'float32'));
    const half = initial.length / 2;
    const first = runRecurrent(g, forward, call, { x, mask, initial: initial.slice(0, half), path: FORWARD, flipped: false });
    const second = runRecurrent(g, backward, call, { x, mask, initial: initial.slice(half), path: BACKWARD, flipped: true });
    const outputs = merged(g, merge, first.output, second.output).map((value) => withMask(value, forward.sequences ? x.mask : undefined));
    return forward.states ? [...outputs, ...first.states, ...second.states] : outputs;
  },
});

interface Halves {
  readonly forward: Recurrent;
  readonly backward: Recurrent;
}

function readHalves(f: Fields): Halves {
  const read = (fields: Fields, className: string): Recurrent => {
    if (!isRecurrent(className)) throw f.unsupported('layer', `of the class "${className}"`);
    return readRecurrent(CELLS[className], fields);
  };
  const layer = f.layer('layer', read);
  const other = (f.raw('backward_layer') ?? null) === null ? { ...layer, backwards: true } : f.layer('backward_layer', read);
  f.only('weights');
  if (layer.backwards === other.backwards || layer.sequences !== other.sequences || layer.states !== other.states)
    throw f.wrong('backward_layer', 'as the forward layer, in the other direction');
  return { forward: { ...layer, zeroMasked: layer.sequences }, backward: { ...other, zeroMasked: layer.sequences } };
}

type Merge = 'sum' | 'mul' | 'concat' | 'ave' | null;

const mergeOf = (f: Fields): Merge =>
  f.has('merge_mode') && f.raw('merge_mode') === null ? null : f.oneOf('merge_mode', ['sum', 'mul', 'concat', 'ave'], 'concat');

function merged(g: GraphBuilder, mode: Merge, a: Value, b: Value): readonly Value[] {
  switch (mode) {
    case null:
      return [a, b];
    case 'concat':
      return [g.node('Concat', [a, b], { axis: a.dims.length - 1 })];
    case 'mul':
      return [g.node('Mul', [a, b])];
    case 'sum':
      return [g.node('Add', [a, b])];
    case 'ave':
      return [g.node('Mul', [g.node('Add', [a, b]), g.scalar(0.5)])];
  }
}
