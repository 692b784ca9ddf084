import type { Constant, Graph, Value } from '../values.ts';

/** Longest vector of whole numbers that passes look into: shapes, axes and pads are short. */
const MAX_INTEGERS = 1024;

/** Answers the values of int64 constants: shapes, axes, pads. Read once each; nothing else is read while a graph is rewritten. */
export function integersIn(byId: ReadonlyMap<string, Constant>): (value: Value | null | undefined) => readonly number[] | undefined {
  const known = new Map<string, readonly number[] | undefined>();
  return (value) => {
    if (!value) return undefined;
    if (!known.has(value.id)) known.set(value.id, read(byId.get(value.id)));
    return known.get(value.id);
  };
}

function read(constant: Constant | undefined): readonly number[] | undefined {
  if (constant === undefined || constant.value.dtype !== 'int64' || constant.bytes > MAX_INTEGERS * 8) return undefined;
  const bytes = constant.read();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 8 }, (_, index) => Number(view.getBigInt64(index * 8, true)));
}

export const constantsById = ({ constants }: Graph): Map<string, Constant> => new Map(constants.map((constant) => [constant.value.id, constant]));

/** How often each value is read, by id: by nodes, outputs and guards. */
export function usesIn({ nodes, outputs, guards }: Graph): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const read = [...outputs, ...guards].map(({ value }) => value.id);
  for (const node of nodes) for (const input of node.inputs) if (input !== null) read.push(input.id);
  for (const id of read) uses.set(id, (uses.get(id) ?? 0) + 1);
  return uses;
}
