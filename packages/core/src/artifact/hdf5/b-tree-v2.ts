import type { Cursor } from '../cursor.ts';
import { addressOf, broken, bytesFor, checked, definedAddress, expectSignature, type Hdf5Context, numberOf } from './context.ts';

/** Signature, version, type and checksum of a node. */
const NODE_BYTES = 10;
const HEADER_BYTES = 38;
/** A record is an index of two or three numbers, or the coordinates of a chunk of 32 dimensions. */
const MAX_RECORD_BYTES = 512;
const MAX_NODE_BYTES = 1024 * 1024;
/** Each level has at least two nodes below each one, so that 64 levels hold more than a file can. */
const MAX_DEPTH = 64;

interface Tree {
  readonly type: number;
  readonly nodeBytes: number;
  readonly recordBytes: number;
  readonly records: number;
  readonly root: Node | undefined;
  /** Bytes of the two counts beside a child's address: its own records, and those of all below it; by the level of the child. */
  readonly countBytes: number;
  readonly totalBytes: readonly number[];
}

interface Node {
  readonly address: number;
  readonly level: number;
  readonly count: number;
  /** Records in it and below; undefined for the root, whose total is the tree's. */
  readonly total: number;
}

/**
 * The records of a version 2 B-tree, in order (III.A.2).
 *
 * Levels count down and each node's total must come out, so that no tree leads back into itself or has more records than its header says.
 *
 * @param type - 1 huge objects, 5 and 6 links, 8 and 9 attributes, 10 and 11 chunks.
 * @param recordBytes - of one record of that type.
 * @throws HG_ARTIFACT_HDF5 for another type, a wrong checksum, counts that contradict each other.
 */
export function* treeRecords(context: Hdf5Context, address: number, type: number, recordBytes: number): Generator<Cursor> {
  const tree = readHeader(context, address, type, recordBytes);
  if (tree.root === undefined) return;
  // What is still to come, the next one last: nodes to enter, and records of nodes that were entered.
  const stack: (Node | Cursor)[] = [tree.root];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (isNode(next)) for (const part of readNode(context, tree, next).reverse()) stack.push(part);
    else yield next;
  }
}

const isNode = (part: Node | Cursor): part is Node => 'level' in part;

function readHeader(context: Hdf5Context, address: number, type: number, recordBytes: number): Tree {
  const head = context.checked(address, HEADER_BYTES, 'B-tree header');
  expectSignature(head, 'BTHD');
  if (head.u8() !== 0) throw broken('have B-trees of version 0 here', 'found another', address);
  const found = head.u8();
  if (found !== type) throw broken(`have a B-tree of type ${type} here`, `found ${found}`, address);
  const [nodeBytes, declared, depth] = [head.u32(), head.u16(), head.u16()];
  if (declared !== recordBytes) throw broken(`have records of ${recordBytes} bytes here`, `found ${declared}`, address);
  head.skip(2);
  const [root, count, records] = [addressOf(head), head.u16(), head.u64()];
  if (nodeBytes > MAX_NODE_BYTES || recordBytes > MAX_RECORD_BYTES || depth > MAX_DEPTH)
    throw broken(`have B-tree nodes of at most ${MAX_NODE_BYTES} bytes`, `found ${nodeBytes} at depth ${depth}`, address);
  const { countBytes, totalBytes } = sizesOf(nodeBytes, recordBytes, depth, address);
  if (root === undefined && records > 0) throw broken(`have ${records} records in a B-tree`, 'there is no root', address);
  const place = root === undefined ? undefined : { address: root, level: depth, count, total: records };
  return { type, nodeBytes, recordBytes, records, root: place, countBytes, totalBytes };
}

/** How many bytes libhdf5 takes for the counts beside an address: as many as the fullest node, or tree below, can need. */
function sizesOf(nodeBytes: number, recordBytes: number, depth: number, address: number): { countBytes: number; totalBytes: readonly number[] } {
  let most = Math.floor((nodeBytes - NODE_BYTES) / recordBytes);
  if (most < 1) throw broken('have B-tree nodes with room for a record', `found ${nodeBytes} bytes`, address);
  const countBytes = bytesFor(most);
  const totalBytes = [0];
  let total = most;
  for (let level = 1; level <= depth; level++) {
    const pointerBytes = 8 + countBytes + (totalBytes[level - 1] as number);
    most = Math.floor((nodeBytes - NODE_BYTES - pointerBytes) / (recordBytes + pointerBytes));
    if (most < 1) throw broken('have B-tree nodes with room for a record', `found ${nodeBytes} bytes`, address);
    total = Math.min((most + 1) * total + most, Number.MAX_SAFE_INTEGER);
    totalBytes.push(bytesFor(total));
  }
  return { countBytes, totalBytes };
}

/** Records and children of a node in the order of the tree. */
function readNode(context: Hdf5Context, tree: Tree, { address, level, count, total }: Node): (Node | Cursor)[] {
  const { recordBytes, countBytes, totalBytes } = tree;
  const pointerBytes = level === 0 ? 0 : 8 + countBytes + (totalBytes[level - 1] as number);
  const length = NODE_BYTES + count * recordBytes + (level === 0 ? 0 : (count + 1) * pointerBytes);
  if (length > tree.nodeBytes) throw broken(`have B-tree nodes of ${tree.nodeBytes} bytes`, `one needs ${length}`, address);
  const body = checked(context.structure(address, length, 'B-tree node'), 'B-tree node');
  context.charge(count, address);
  expectSignature(body, level === 0 ? 'BTLF' : 'BTIN');
  if (body.u8() !== 0 || body.u8() !== tree.type) throw broken(`have B-tree nodes of type ${tree.type}`, 'found others', address);
  const records = Array.from({ length: count }, () => body.sub(recordBytes));
  if (level === 0) {
    if (count !== total) throw broken(`have ${total} records in a B-tree node`, `there are ${count}`, address);
    return records;
  }
  const children = Array.from({ length: count + 1 }, () => readPointer(body, tree, level - 1));
  const sum = children.reduce((all, child) => all + child.total, count);
  if (sum !== total) throw broken(`have ${total} records below a B-tree node`, `there are ${sum}`, address);
  return children.flatMap((child, n) => (n < count ? [child, records[n] as Cursor] : [child]));
}

function readPointer(body: Cursor, { countBytes, totalBytes }: Tree, level: number): Node {
  const address = definedAddress(body, 'child of a B-tree node');
  const count = numberOf(body, countBytes);
  const total = level === 0 ? count : numberOf(body, totalBytes[level] as number);
  return { address, level, count, total };
}
