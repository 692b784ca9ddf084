import { allKnown, isKnown } from '../../../graph/dims.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type AnyLayer, type Call, defineLayer, type Inputs } from '../../define-layer.ts';
import { valuesIn } from '../../operand.ts';
import type { Cell } from './cells/cell.ts';
import type { Loop } from './loop.ts';
import { boundCell, expectSequence, readRecurrent, recurrentWeights } from './recurrent.ts';
import { runLoop } from './run-loop.ts';

/** A recurrent layer: output, then the states with `return_state`. The mask goes on with `return_sequences` only, on the sequence alone. */
export const recurrentLayer = (keras: string): AnyLayer =>
  defineLayer({
    keras,
    arguments: ['sequences', 'initial_state'],
    mask: 'own',
    floats: true,
    ...(keras === 'RNN' ? { inner: { cell: 'cell' } } : {}),
    config: (f) => readRecurrent(f, keras),
    weights: (config, [x]) => recurrentWeights(config, x),
    lower: (g, inputs, config, call) => {
      const x = sequencesOf(inputs, call);
      expectSequence(x, config, call);
      const cell = boundCell(g, config, x, call.weight, call.inner);
      const given = initialStates(call, [cell]).map((state) => g.cast(state, x.dtype));
      const initial = keptStates(call, config.loop, cell, x, '', given);
      const { output, states } = runLoop(g, config.loop, cell, { x, mask: maskOf(x, call), initial, flipped: false });
      keepStates(call, config.loop, '', states);
      const marked = withMask(output, config.loop.sequences ? x.mask : undefined);
      return config.loop.states ? [marked, ...states] : marked;
    },
  });

/** The one sequence that a recurrent layer takes: [batch, time, …]. */
export function sequencesOf([x, ...others]: Inputs, call: Call): Value {
  if (others.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a recurrent layer that is called with several inputs');
  return x;
}

/**
 * The mask that the loop sees: an explicit one, else the one that the input carries, which Keras hands over only where the input is the sole
 * tensor of the call. A decoder that is given an initial state so runs over its padding too (keras/src/layers/layer.py, "Populate mask").
 */
export function maskOf(x: Value, call: Call): Value | undefined {
  return call.argument('mask') !== undefined || call.argument('initial_state') === undefined ? x.mask : undefined;
}

/**
 * The states that a stateful layer begins with: those that the call gives, else what it kept.
 *
 * @param place - of the layer in a wrapper, such as `forward_layer/`.
 * @throws HG_ARTIFACT_SHAPE unless the batch is known, as Keras wants it then.
 */
export function keptStates(call: Call, { stateful }: Loop, cell: Cell, x: Value, place: string, given: readonly Value[]): readonly Value[] {
  if (!stateful) return given;
  const dims = cell.states.map((state) => [x.dims[0] ?? 0, ...state]);
  if (!dims.every(allKnown)) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot build a stateful layer as it must know the size of its batch');
  const kept = dims.map((state, index) => call.state(`${place}${index}`, x.dtype, state as readonly number[]));
  return given.length > 0 ? given : kept;
}

export function keepStates(call: Call, { stateful }: Loop, place: string, states: readonly Value[]): void {
  if (stateful)
    states.forEach((state, index) => {
      call.keep(`${place}${index}`, state);
    });
}

/** The initial states of cells, one after the other; none where the call gives none. @throws HG_UNSUPPORTED_FIELD, HG_ARTIFACT_SHAPE */
export function initialStates(call: Call, cells: readonly Cell[]): readonly Value[] {
  const operand = call.argument('initial_state');
  if (operand === undefined) return [];
  const states = valuesIn(operand);
  const wanted = cells.flatMap((cell) => cell.states);
  const plain = operand.kind === 'list' ? operand.items.every((item) => item.kind === 'value' || valuesIn(item).length > 0) : operand.kind === 'value';
  if (!plain) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile an initial state that is no tensor');
  const fits = (state: Value, index: number): boolean => {
    const dims = wanted[index] ?? [];
    return state.dims.length === dims.length + 1 && dims.every((dim, axis) => dim === state.dims[axis + 1] || !isKnown(state.dims[axis + 1] ?? 0));
  };
  if (states.length !== wanted.length || !states.every(fits))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call the recurrent layer as its initial state must be ${wanted.length} tensors of the shapes of its states`);
  return states;
}
