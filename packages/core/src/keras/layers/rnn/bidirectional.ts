import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer, type InnerLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { initialStates, keepStates, keptStates, maskOf, sequencesOf } from './base-recurrent.ts';
import type { Cell } from './cells/cell.ts';
import type { Loop } from './loop.ts';
import { boundCell, expectSequence, readRecurrent, recurrentWeights } from './recurrent.ts';
import { type Answer, runLoop } from './run-loop.ts';

/**
 * `keras.layers.Bidirectional`: two recurrent layers over one input, one of them backwards (keras/src/layers/rnn/bidirectional.py).
 *
 * The two may be of different classes and sizes. The second half's sequence is reversed, so that both are in time; masked steps are zeros there, whatever
 * the layers themselves say.
 */
export const bidirectional = defineLayer({
  keras: 'Bidirectional',
  arguments: ['sequences', 'initial_state'],
  inner: { layer: 'forward_layer', backward_layer: 'backward_layer' },
  mask: 'own',
  floats: true,
  config: (f) => {
    f.only('weights');
    return mergeOf(f);
  },
  lower: (g, inputs, merge, call) => {
    const x = sequencesOf(inputs, call);
    const mask = maskOf(x, call);
    const { forward, backward } = halvesOf(g, x, call);
    const initial = initialStates(call, [forward.cell, backward.cell]).map((state) => g.cast(state, x.dtype));
    // Keras cuts the list in two halves, whatever the two layers hold.
    const half = Math.floor(initial.length / 2);
    if (initial.length > 0 && half !== forward.cell.states.length)
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot call Bidirectional as its initial state must be as many tensors for either layer');
    const run = ({ loop, cell }: Half, place: string, given: readonly Value[], flipped: boolean): Answer => {
      const answer = runLoop(g, loop, cell, { x, mask, initial: keptStates(call, loop, cell, x, place, given), flipped });
      keepStates(call, loop, place, answer.states);
      return answer;
    };
    const first = run(forward, 'forward_layer/', initial.slice(0, half), false);
    const second = run(backward, 'backward_layer/', initial.slice(half), forward.loop.sequences);
    const outputs = merged(g, merge, first.output, second.output).map((value) => withMask(value, forward.loop.sequences ? x.mask : undefined));
    return forward.loop.states ? [...outputs, ...first.states, ...second.states] : outputs;
  },
});

interface Half {
  readonly loop: Loop;
  readonly cell: Cell;
}

/** The two layers; a config of Keras 2 may leave the second out, which is the first one backwards then. */
function halvesOf(g: GraphBuilder, x: Value, call: Call): { readonly forward: Half; readonly backward: Half } {
  const [layer] = call.inner('layer');
  if (layer === undefined) throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot read the layer that is wrapped as it is null');
  const [other] = call.inner('backward_layer');
  const forward = halfOf(g, layer, x, call);
  const backward = halfOf(g, other ?? layer.at('backward_layer'), x, call);
  const loop = other === undefined ? { ...backward.loop, backwards: true } : backward.loop;
  const same = (['sequences', 'states', 'stateful'] as const).every((name) => forward.loop[name] === loop[name]);
  if (forward.loop.backwards === loop.backwards || !same)
    throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot read "backward_layer" as it must be as the forward layer, in the other direction');
  const zeros = (of: Loop): Loop => ({ ...of, zeroMasked: of.sequences });
  return { forward: { ...forward, loop: zeros(forward.loop) }, backward: { ...backward, loop: zeros(loop) } };
}

function halfOf(g: GraphBuilder, layer: InnerLayer, x: Value, call: Call): Half {
  const config = layer.read(readRecurrent);
  expectSequence(x, config, call);
  const bound = layer.bind(recurrentWeights(config, x));
  const weight = (name: string): NonNullable<ReturnType<typeof bound.get>> => {
    const found = bound.get(name);
    if (found === undefined) throw call.refuse('HG_INTERNAL', `Cannot find the weight "${name}" of "${layer.className}"`);
    return found;
  };
  return { loop: config.loop, cell: boundCell(g, config, x, weight, (field) => layer.inner(field)) };
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
