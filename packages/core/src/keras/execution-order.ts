import { HorngateError } from '../words/error.ts';
import type { Argument, LayerSpec, ModelSpec, NodeSpec, TensorRef } from './spec.ts';

/** One call of one layer in a Functional model. */
export interface Step {
  readonly layer: LayerSpec;
  readonly index: number;
  readonly node: NodeSpec | undefined;
}

type Functional = ModelSpec & { readonly kind: 'functional' };

export const nodeKey = (layer: string, node: number): string => `${node} ${layer}`;

/**
 * Calls in the very order in which Keras runs them: by decreasing distance from the outputs, then as the search from the outputs met them.
 *
 * Any topological order gives the same numbers, but for masks: attention takes them off its inputs, and who runs later finds none.
 * What leads to no output never runs. Time is linear in the file; the search keeps its own stack.
 *
 * @param outputs - of the model, calls of nested models counted from 0.
 * @throws HG_ARTIFACT_GRAPH for a cycle or a reference to nothing.
 * @see keras/src/ops/function.py, `map_graph` and `_build_map`
 */
export function executionOrder(model: Functional, outputs: readonly TensorRef[]): Step[] {
  const steps = stepsOf(model);
  const search = inDecreasingDepth(model, steps, outputs);
  const depths = depthsOf(steps, search);
  const byDepth = new Map<number, string[]>();
  for (const [key, depth] of depths) {
    const level = byDepth.get(depth);
    if (level === undefined) byDepth.set(depth, [key]);
    else level.push(key);
  }
  return [...byDepth.keys()]
    .sort((a, b) => b - a)
    .flatMap((depth) => byDepth.get(depth) ?? [])
    .map((key) => steps.get(key)?.step as Step)
    .filter(({ layer }) => layer.resolved.kind !== 'input');
}

interface Entry {
  readonly step: Step;
  /** Keys of the calls whose tensors it takes, as `tree.flatten` meets them. */
  readonly parents: readonly string[];
}

function stepsOf(model: Functional): Map<string, Entry> {
  const steps = new Map<string, Entry>();
  for (const layer of model.layers) {
    const nodes = layer.resolved.kind === 'input' ? [undefined] : layer.nodes;
    for (const [index, node] of nodes.entries()) steps.set(nodeKey(layer.name, index), { step: { layer, index, node }, parents: parentsOf(node) });
  }
  return steps;
}

function parentsOf(node: NodeSpec | undefined): string[] {
  if (node === undefined) return [];
  const named = Object.keys(node.kwargs)
    .sort()
    .map((name) => node.kwargs[name] as Argument);
  return [...node.args, ...named].flatMap(refsIn).map(({ layer, node: index }) => nodeKey(layer, index));
}

function refsIn(argument: Argument): TensorRef[] {
  switch (argument.kind) {
    case 'tensor':
      return [argument.ref];
    case 'list':
      return argument.items.flatMap(refsIn);
    case 'map':
      return Object.keys(argument.entries)
        .sort()
        .flatMap((key) => refsIn(argument.entries[key] as Argument));
    case 'slice':
      return [argument.start, argument.stop, argument.step].flatMap(refsIn);
    default:
      return [];
  }
}

/** Depth first from the outputs, each call after those that it needs. */
function inDecreasingDepth(model: Functional, steps: ReadonlyMap<string, Entry>, outputs: readonly TensorRef[]): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const { layer, node } of outputs) {
    const stack: { readonly key: string; next: number }[] = [];
    const enter = (key: string): void => {
      if (state.get(key) === 'done') return;
      if (!steps.has(key)) throw broken(model, `the call ${key.slice(0, 200)}`);
      if (state.get(key) === 'open') throw broken(model, 'a graph without a cycle');
      state.set(key, 'open');
      stack.push({ key, next: 0 });
    };
    enter(nodeKey(layer, node));
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const parent = steps.get(top.key)?.parents[top.next++];
      if (parent !== undefined) enter(parent);
      else {
        state.set(top.key, 'done');
        order.push(top.key);
        stack.pop();
      }
    }
  }
  return order;
}

/** Depth of each call: 0 at the outputs; all calls of one layer lie as deep as its deepest so far. */
function depthsOf(steps: ReadonlyMap<string, Entry>, order: readonly string[]): Map<string, number> {
  const depths = new Map<string, number>();
  const ofLayers = new Map<LayerSpec, number>();
  for (const key of [...order].reverse()) {
    const { step, parents } = steps.get(key) as Entry;
    const depth = Math.max(depths.get(key) ?? 0, ofLayers.get(step.layer) ?? 0);
    ofLayers.set(step.layer, depth);
    depths.set(key, depth);
    for (const parent of parents) depths.set(parent, Math.max(depth + 1, depths.get(parent) ?? 0));
  }
  return depths;
}

export const broken = ({ pointer }: ModelSpec, wanted: string): HorngateError =>
  new HorngateError('HG_ARTIFACT_GRAPH', `Cannot connect the model as it lacks ${wanted}`, { where: { member: 'config.json', pointer } });
