import type { GraphBuilder } from './builder.ts';
import type { Value } from './values.ts';

/** What one step of a loop makes: the states of the next one, and its part of each sequence. */
export interface Step {
  readonly states: readonly Value[];
  readonly sequences: readonly Value[];
}

/**
 * Adds a Scan: `step` runs for each part of the sequences along their first axis, [time, …], from the first or, backwards, from the last.
 *
 * What `step` reads besides its arguments is captured. Sequences come out in the order of the loop. Nothing but `step`'s nodes is in the body, so what does
 * not depend on the states belongs before the loop.
 *
 * @returns the states after the last step, and the sequences [time, …].
 */
export function scan(
  g: GraphBuilder,
  states: readonly Value[],
  sequences: readonly Value[],
  step: (states: readonly Value[], parts: readonly Value[]) => Step,
  { backwards = false }: { readonly backwards?: boolean } = {},
): Step {
  const { graph, captured } = g.body([...states, ...sequences.map(({ dtype, dims }) => ({ dtype, dims: dims.slice(1) }))], (inputs) => {
    const next = step(inputs.slice(0, states.length), inputs.slice(states.length));
    return [...next.states, ...next.sequences];
  });
  const attributes = {
    body: { kind: 'graph' as const, value: graph, captures: captured.length },
    num_scan_inputs: sequences.length,
    ...(backwards ? { scan_input_directions: sequences.map(() => 1) } : {}),
  };
  const outputs = g.nodes('Scan', [...states, ...sequences, ...captured], attributes, graph.outputs.length);
  return { states: outputs.slice(0, states.length), sequences: outputs.slice(states.length) };
}
