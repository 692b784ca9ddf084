import type { Attribute, Graph, Node, Value } from '../values.ts';
import { Edit } from './edit.ts';
import { permuted } from './permutation.ts';

/**
 * Gives the zeros that a Pad puts around an image to the Conv that reads it, also through a Transpose between them.
 *
 * Pools are left alone: outside of an image a MaxPool sees -inf and an AveragePool may not count, not zeros.
 */
export function foldPads(graph: Graph): Graph {
  const edit = new Edit(graph);
  const makers = new Map<string, Node>();
  for (const node of graph.nodes) {
    const folded = node.op === 'Conv' ? fold(edit, makers, node) : undefined;
    if (folded === undefined) edit.keep(node);
    else edit.nodes.push(folded);
    for (const output of node.outputs) makers.set(output.id, node);
  }
  return edit.finish();
}

function fold(edit: Edit, makers: ReadonlyMap<string, Node>, conv: Node): Node | undefined {
  const image = conv.inputs[0];
  const maker = image ? makers.get(image.id) : undefined;
  const perm = maker?.op === 'Transpose' ? maker.attributes['perm'] : undefined;
  const pad = perm === undefined ? maker : makers.get(maker?.inputs[0]?.id ?? '');
  const source = pad?.op === 'Pad' ? pad.inputs[0] : undefined;
  const zeros = pad === undefined ? undefined : zerosOf(edit, pad);
  const own = ownPads(conv);
  if (!image || !source || zeros === undefined || own === undefined) return undefined;
  const rank = image.dims.length;
  const [before, after] = [zeros.slice(0, rank), zeros.slice(rank)].map((side) => (perm?.kind === 'ints' ? permuted(side, perm.value) : side)) as [
    number[],
    number[],
  ];
  if ([before[0], before[1], after[0], after[1]].some((size) => size !== 0)) return undefined;
  const pads = [...before.slice(2), ...after.slice(2)].map((size, at) => size + (own[at] ?? 0));
  const input = perm?.kind === 'ints' ? transposed(edit, source, perm, image, conv.origin) : edit.find(source);
  return { ...conv, inputs: [input, ...conv.inputs.slice(1)], attributes: { ...conv.attributes, pads: { kind: 'ints', value: pads } } };
}

function transposed(edit: Edit, source: Value, perm: Attribute & { kind: 'ints' }, image: Value, origin: string): Value {
  return edit.add('Transpose', [edit.find(source)], edit.value(image.dtype, permuted(source.dims, perm.value)), { perm }, origin);
}

/** What a Pad adds, where it adds zeros and cuts nothing off. */
function zerosOf(edit: Edit, { inputs, attributes }: Node): readonly number[] | undefined {
  const mode = attributes['mode'];
  const pads = edit.integersOf(inputs[1]);
  if ((mode?.kind === 'string' && mode.value !== 'constant') || pads === undefined || pads.some((size) => size < 0) || inputs.length > 3) return undefined;
  const fill = inputs[2];
  const bytes = fill ? edit.constantOf(fill)?.read() : new Uint8Array();
  return bytes?.every((byte) => byte === 0) ? pads : undefined;
}

/** The pads that a Conv has; undefined where they follow from the size of its input. */
function ownPads({ attributes }: Node): readonly number[] | undefined {
  const { auto_pad: auto, pads } = attributes;
  if (auto?.kind === 'string' && auto.value !== 'NOTSET') return undefined;
  return pads?.kind === 'ints' ? pads.value : [];
}
