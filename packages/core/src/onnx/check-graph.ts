import { OPERATORS } from '../graph/operators/index.ts';
import { bodyOf, type Graph, type Node } from '../graph/values.ts';
import { ATTRIBUTE_KINDS } from './attribute-kinds.ts';
import { refused } from './message.ts';
import type { ParsedModel } from './parse.ts';
import type { Place } from './weights.ts';
import { alignmentOf } from './weights.ts';
import { encodeModel } from './writer.ts';

/**
 * Checks one graph of a Program: operators, attributes, single assignment, order, and that its bytes are exactly those that our writer writes for it,
 * so that no two readers of them can differ.
 *
 * @throws HG_ARTIFACT_PROGRAM with the file.
 */
export function checkGraph(file: string, bytes: Uint8Array, { graph, places }: ParsedModel): void {
  checkScope(file, graph, new Set());
  const ours = encodeModel(graph, ({ value }) => places.get(value.id) ?? 'inline');
  const at = differenceAt(ours, bytes);
  if (at !== undefined) throw refused(file, at, 'the bytes that our writer writes', 'others');
}

/**
 * Walks a graph and the bodies in it. A name is made once in the whole file, and seen from where it is made to the end of its own graph.
 *
 * @param made - all names so far, those of bodies that are left behind too.
 */
function checkScope(file: string, graph: Graph, made: Set<string>, captured: ReadonlySet<string> = new Set()): void {
  const visible = new Set<string>(captured);
  const define = (id: string): void => {
    if (made.has(id)) throw refused(file, undefined, `"${id}" made once`, 'it made twice');
    made.add(id);
    visible.add(id);
  };
  for (const { value } of [...graph.inputs, ...graph.constants]) if (!captured.has(value.id)) define(value.id);
  for (const node of graph.nodes) {
    checkNode(file, node);
    for (const input of node.inputs)
      if (input !== null && !visible.has(input.id)) throw refused(file, undefined, `"${input.id}" made before it is read`, 'it read first');
    checkBody(file, node, made);
    for (const { id } of node.outputs) define(id);
  }
  for (const { name } of graph.outputs) if (!visible.has(name) || captured.has(name)) throw refused(file, undefined, `the output "${name}" made`, 'nothing');
}

/** The body of a Scan, with the same rules; the numbers of its inputs and outputs are those of the node. */
function checkBody(file: string, node: Node, made: Set<string>): void {
  const body = bodyOf(node);
  if ((node.op === 'Scan') !== (body !== undefined)) throw refused(file, undefined, 'a body of each Scan, and of nothing else', `"${node.op}"`);
  if (body === undefined) return;
  const { value: graph, captures } = body;
  const given = node.inputs.length - captures;
  const sequences = node.attributes['num_scan_inputs'];
  const states = given - (sequences?.kind === 'int' ? sequences.value : 0);
  const fits = states >= 0 && states < given && graph.inputs.length === node.inputs.length && graph.outputs.length === node.outputs.length;
  if (!fits || graph.outputs.length < states || node.inputs.includes(null))
    throw refused(file, undefined, 'a body of the inputs and outputs of its Scan', 'another');
  checkScope(file, graph, made, new Set(graph.inputs.slice(given).map(({ value }) => value.id)));
}

function checkNode(file: string, node: Node): void {
  const operator = OPERATORS.get(node.op);
  if (operator === undefined) throw refused(file, undefined, 'operators of the table', `"${node.op}"`);
  const [least, most] = operator.arity;
  if (node.inputs.length < least || node.inputs.length > most)
    throw refused(file, undefined, `${least} to ${most} inputs of "${node.op}"`, `${node.inputs.length}`);
  if (node.outputs.length === 0) throw refused(file, undefined, `an output of "${node.op}"`, 'none');
  for (const [name, { kind }] of Object.entries(node.attributes)) {
    if (!operator.attributes.includes(name)) throw refused(file, undefined, `attributes of "${node.op}" in the table`, `"${name}"`);
    const wanted = Object.hasOwn(ATTRIBUTE_KINDS, name) ? ATTRIBUTE_KINDS[name] : undefined;
    if (wanted !== undefined && kind !== wanted) throw refused(file, undefined, `"${name}" of kind ${wanted}`, kind);
  }
}

function differenceAt(a: Uint8Array, b: Uint8Array): number | undefined {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at;
  return a.length === b.length ? undefined : length;
}

/** Regions of `weights.bin`: aligned, inside of it, not one over another. @throws HG_ARTIFACT_PROGRAM. */
export function checkPlaces(file: string, places: ReadonlyMap<string, Place>, weightsBytes: number): void {
  let end = 0;
  for (const [name, { offset, length }] of [...places].sort(([, a], [, b]) => a.offset - b.offset)) {
    if (offset % alignmentOf(length) !== 0) throw refused(file, undefined, `"${name}" aligned to ${alignmentOf(length)} bytes`, `offset ${offset}`);
    if (offset + length > weightsBytes) throw refused(file, undefined, `"${name}" inside of ${weightsBytes} bytes of weights`, `its end at ${offset + length}`);
    if (offset < end) throw refused(file, undefined, `"${name}" in a place of its own`, 'it over another');
    end = offset + length;
  }
}
