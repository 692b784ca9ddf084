import type { Cursor } from '../cursor.ts';
import type { StoredChunk } from './chunk-plan.ts';
import { broken, expectSignature, type Hdf5Context } from './context.ts';

/**
 * The chunks of a version 1 B-tree of type 1 (III.A.1), as the file orders them.
 *
 * @throws HG_ARTIFACT_HDF5 where one is not between its keys.
 */
export function* chunksOfTree(context: Hdf5Context, address: number, rank: number): Generator<StoredChunk> {
  const stack: TreePlace[] = [{ address, level: undefined, left: undefined, right: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { level, children } = readNode(context, next, rank);
    if (level > 0) stack.push(...children.map((child) => ({ ...child, level: level - 1 })).reverse());
    else
      for (const { chunk, left, right } of children) {
        if (before(fullOrigin(chunk), left) || !before(fullOrigin(chunk), right))
          throw broken('have its chunks between the keys of their B-tree', 'one is not', chunk.address);
        if (chunk.inElement !== 0) throw broken('have its chunks side by side in the dataset', 'one begins inside an element', chunk.address);
        yield chunk;
      }
  }
}

type Origin = readonly number[];
/** `inElement` is the byte in the element, one dimension more than the dataset has. */
type Key = Omit<StoredChunk, 'address'> & { readonly inElement: number };

const fullOrigin = ({ origin, inElement }: Key): Origin => [...origin, inElement];

/** A node of the tree, and the origins between which libhdf5 would look for it: from `left`, before `right`. */
interface TreePlace {
  readonly address: number;
  readonly level: number | undefined;
  readonly left: Origin | undefined;
  readonly right: Origin | undefined;
}

interface Child {
  readonly address: number;
  readonly chunk: StoredChunk & Key;
  readonly left: Origin;
  readonly right: Origin;
}

const NODE_HEAD_BYTES = 24;

function readNode(context: Hdf5Context, place: TreePlace, rank: number): { level: number; children: Child[] } {
  const { address } = place;
  const head = context.structure(address, NODE_HEAD_BYTES, 'B-tree node');
  expectSignature(head, 'TREE');
  const [type, level, used] = [head.u8(), head.u8(), head.u16()];
  if (type !== 1) throw broken('have a B-tree of chunks here', `found type ${type}`, address);
  if (place.level !== undefined && level !== place.level) throw broken(`have a B-tree node of level ${place.level}`, `found ${level}`, address);
  if (used === 0) return { level, children: [] };
  const keyBytes = 8 + 8 * (rank + 1);
  const body = context.structure(address + NODE_HEAD_BYTES, used * (keyBytes + 8) + keyBytes, 'B-tree node');
  let key = readKey(body, rank);
  const children = Array.from({ length: used }, () => {
    context.charge(1, body.offset);
    const child = body.u64();
    const next = readKey(body, rank);
    const [from, to] = [fullOrigin(key), fullOrigin(next)];
    const left = place.left !== undefined && before(from, place.left) ? place.left : from;
    const right = place.right !== undefined && before(place.right, to) ? place.right : to;
    const one = { address: child, chunk: { ...key, address: child }, left, right };
    key = next;
    return one;
  });
  return { level, children };
}

/** A key counts one dimension more than the dataset: the byte in the element, 0 for a chunk. In the last key of a tree it may be all that is larger. */
function readKey(body: Cursor, rank: number): Key {
  const [size, mask] = [body.u32(), body.u32()];
  const origin = Array.from({ length: rank }, () => body.u64());
  return { size, mask, origin, inElement: body.u64() };
}

/** Whether `a` comes before `b` in C order. */
export function before(a: readonly number[], b: readonly number[]): boolean {
  const axis = a.findIndex((at, n) => at !== b[n]);
  return axis >= 0 && (a[axis] as number) < (b[axis] as number);
}
