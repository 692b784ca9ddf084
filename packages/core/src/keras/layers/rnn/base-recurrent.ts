import { type Value, withMask } from '../../../graph/values.ts';
import { type AnyLayer, type Call, defineLayer, type Inputs } from '../../define-layer.ts';
import { valuesIn } from '../../operand.ts';
import { CELLS, type Recurrent, readRecurrent, recurrentWeights } from './recurrent.ts';
import { runRecurrent } from './run-recurrent.ts';

/** SimpleRNN, LSTM and GRU: output, then h (and c) with `return_state`. The mask goes on with `return_sequences` only, on the sequence alone. */
export const recurrentLayer = (keras: keyof typeof CELLS): AnyLayer =>
  defineLayer({
    keras,
    arguments: ['sequences', 'initial_state'],
    mask: 'own',
    floats: true,
    config: (f) => readRecurrent(CELLS[keras], f),
    weights: (config, [x]) => recurrentWeights(config, x),
    lower: (g, inputs, config, call) => {
      const x = sequencesOf(inputs, call);
      const initial = initialStates(call, [config]).map((state) => g.cast(state, 'float32'));
      const { output, states } = runRecurrent(g, config, call, { x, mask: maskOf(x, call), initial, path: '', flipped: false });
      const marked = withMask(output, config.sequences ? x.mask : undefined);
      return config.states ? [marked, ...states] : marked;
    },
  });

/** The one sequence that a recurrent layer takes: [batch, time, features]. */
export function sequencesOf([x, ...others]: Inputs, call: Call): Value {
  if (others.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a recurrent layer that is called with several inputs');
  if (x.dims.length !== 3) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call the recurrent layer as its input must have rank 3: found ${x.dims.length}`);
  return x;
}

/**
 * The mask that the loop sees: an explicit one, else the one that the input carries, which Keras hands over only where the input is the sole
 * tensor of the call. A decoder that is given an initial state so runs over its padding too (keras/src/layers/layer.py, "Populate mask").
 */
export function maskOf(x: Value, call: Call): Value | undefined {
  return call.argument('mask') !== undefined || call.argument('initial_state') === undefined ? x.mask : undefined;
}

/** The initial states of layers, one after the other; none where the call gives none. @throws HG_UNSUPPORTED_FIELD, HG_ARTIFACT_SHAPE */
export function initialStates(call: Call, layers: readonly Recurrent[]): readonly Value[] {
  const operand = call.argument('initial_state');
  if (operand === undefined) return [];
  const states = valuesIn(operand);
  const widths = layers.flatMap(({ units, cell }) => Array.from({ length: cell.states }, () => units));
  const given = operand.kind === 'list' ? operand.items.length : 1;
  if (states.length !== given) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an initial state that is no tensor');
  if (states.length !== widths.length || states.some(({ dims }, index) => dims.length !== 2 || dims[1] !== widths[index]))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call the recurrent layer as its initial state must be ${widths.length} tensors [batch, units]`);
  return states;
}
