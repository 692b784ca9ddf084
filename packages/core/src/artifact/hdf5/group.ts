import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { addressOf, broken, expectSignature, type Hdf5Context, unread } from './context.ts';
import { checkHash, type DenseKind, denseObjects } from './dense.ts';
import type { Hdf5Link } from './hdf5.ts';
import { linkText, type NamedLink, readLinkMessage } from './link-message.ts';
import { MESSAGE, type Message, messageOf } from './object-header.ts';
import { readDense } from './shared.ts';

export type Links = ReadonlyMap<string, Hdf5Link>;

/**
 * The links of a group: of its symbol table (IV.A.2.r), or of its link messages (IV.A.2.g), which libhdf5 uses in newer files and as soon as a link is external.
 *
 * @throws HG_ARTIFACT_HDF5 for names that are no names, or twice there.
 */
export function readLinks(context: Hdf5Context, messages: readonly Message[]): Links {
  const links = new Map<string, Hdf5Link>();
  const table = messageOf(messages, MESSAGE.symbolTable);
  const info = messageOf(messages, MESSAGE.linkInfo);
  if (table !== undefined && info !== undefined) throw broken('have one list of links in a group', 'there are two', info.offset);
  if (table !== undefined) readSymbolTable(context, table.body(), links);
  for (const { name, link, offset } of inOrder(messageLinks(context, messages, info))) add(links, name, link, offset);
  return links;
}

interface PlacedLink extends NamedLink {
  readonly offset: number;
}

/** Links of messages in the header, or of a heap when there are many (IV.A.2.c); never both. */
function messageLinks(context: Hdf5Context, messages: readonly Message[], info: Message | undefined): PlacedLink[] {
  const found = messages.filter(({ type }) => type === MESSAGE.link).map((message) => ({ ...readLinkMessage(unshared(message)), offset: message.offset }));
  const dense = info === undefined ? undefined : readDense(info.body(), 8);
  if (dense === undefined) return found;
  if (found.length > 0) throw broken('have its links in the header or in a heap', 'they are in both', info?.offset ?? 0);
  for (const { hash, body } of denseObjects(context, dense, LINKS)) {
    const { offset } = body;
    const link = readLinkMessage(body);
    checkHash(hash, link.name, offset);
    found.push({ ...link, offset });
  }
  return found;
}

function unshared(message: Message): Cursor {
  if (message.shared) throw unread('shared message', message.offset);
  return message.body();
}

/** By the bytes of their names, as a symbol table has them and as libhdf5 lists both. */
const inOrder = (links: PlacedLink[]): PlacedLink[] => links.sort((a, b) => compare(a.name, b.name));

/** Types 5 and 6 (III.A.2): hash or creation order, then the ID. */
const LINKS: DenseKind = {
  names: 5,
  order: 6,
  recordBytes: (idBytes) => ({ names: 4 + idBytes, order: 8 + idBytes }),
  readName: (record, idBytes) => ({ hash: record.u32(), id: record.sub(idBytes) }),
  readOrder: (record, idBytes) => ({ order: record.u64(), id: record.sub(idBytes) }),
};

function add(links: Map<string, Hdf5Link>, bytes: Uint8Array, link: Hdf5Link, offset: number): void {
  const name = decodeUtf8(bytes);
  if (name === undefined || name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0'))
    throw broken('have links with a name in UTF-8 that is no path', `found ${JSON.stringify(decodeUtf8(bytes.subarray(0, 100), 'replace'))}`, offset);
  if (links.has(name)) throw broken('have each name once in a group', `${JSON.stringify(name.slice(0, 100))} is there twice`, offset);
  links.set(name, link);
}

/** Version 1 B-tree of symbol table nodes (III.A.1, III.B), and a local heap of names (III.D). */
function readSymbolTable(context: Hdf5Context, body: Cursor, links: Map<string, Hdf5Link>): void {
  const { offset } = body;
  const [tree, heapAddress] = [addressOf(body), addressOf(body)];
  if (tree === undefined || heapAddress === undefined) throw broken('have addresses in a symbol table message', 'one is undefined', offset);
  const heap = readLocalHeap(context, heapAddress);
  let previous: Uint8Array | undefined;
  for (const { address, left, right } of treeLeaves(context, tree, heap))
    for (const entry of symbolTableNode(context, address)) {
      const name = heapString(heap, entry.nameOffset);
      // libhdf5 looks names up by halving: out of order, a listing and a look-up would see different groups
      if (previous !== undefined && compare(previous, name) >= 0) throw broken('have its names in order', 'they are not', entry.offset);
      if ((left !== undefined && compare(name, left) <= 0) || (right !== undefined && compare(name, right) > 0))
        throw broken('have its names between the keys of their B-tree', 'one is not', entry.offset);
      previous = name;
      add(links, name, linkOf(heap, entry), entry.offset);
    }
}

interface SymbolEntry {
  readonly offset: number;
  readonly nameOffset: number;
  readonly address: number | undefined;
  readonly cacheType: number;
  /** Of a soft link's target in the heap. */
  readonly targetOffset: number;
}

function linkOf(heap: Cursor, { cacheType, address, targetOffset, offset }: SymbolEntry): Hdf5Link {
  if (cacheType === 2) return { kind: 'soft', target: linkText(heapString(heap, targetOffset)) };
  if (cacheType > 2) throw broken('have links of a kind that there is', `found ${cacheType}`, offset);
  if (address === undefined) throw broken('have an address for each hard link', 'one is undefined', offset);
  return { kind: 'hard', address };
}

/** A node of the tree, and the names between which libhdf5 would look for it: after `left`, up to and with `right`. */
interface TreePlace {
  readonly address: number;
  readonly level: number | undefined;
  readonly left: Uint8Array | undefined;
  readonly right: Uint8Array | undefined;
}

/** The symbol table nodes, in order. Each level counts down by one, so that no tree can lead back into itself. */
function* treeLeaves(context: Hdf5Context, root: number, heap: Cursor): Generator<TreePlace> {
  const stack: TreePlace[] = [{ address: root, level: undefined, left: undefined, right: undefined }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { level, children } = treeNode(context, next, heap);
    if (level === 0) yield* children;
    else stack.push(...children.reverse());
  }
}

const TREE_HEAD_BYTES = 24;
const GROUP_KEY_BYTES = 8;

function treeNode(context: Hdf5Context, place: TreePlace, heap: Cursor): { level: number; children: TreePlace[] } {
  const { address } = place;
  const head = context.structure(address, TREE_HEAD_BYTES, 'B-tree node');
  expectSignature(head, 'TREE');
  const [type, level, used] = [head.u8(), head.u8(), head.u16()];
  if (type !== 0) throw broken('have a B-tree of groups here', `found type ${type}`, address);
  if (place.level !== undefined && level !== place.level) throw broken(`have a B-tree node of level ${place.level}`, `found ${level}`, address);
  if (used === 0) return { level, children: [] };
  const body = context.structure(address + TREE_HEAD_BYTES, used * (GROUP_KEY_BYTES + 8) + GROUP_KEY_BYTES, 'B-tree node');
  let left = heapString(heap, body.u64());
  const children = Array.from({ length: used }, () => {
    const child = body.u64();
    const right = heapString(heap, body.u64());
    const inside = { address: child, level: level - 1, left: later(left, place.left), right: earlier(right, place.right) };
    left = right;
    return inside;
  });
  return { level, children };
}

const later = (a: Uint8Array, b: Uint8Array | undefined): Uint8Array => (b !== undefined && compare(b, a) > 0 ? b : a);
const earlier = (a: Uint8Array, b: Uint8Array | undefined): Uint8Array => (b !== undefined && compare(b, a) < 0 ? b : a);

function* symbolTableNode(context: Hdf5Context, address: number): Generator<SymbolEntry> {
  const head = context.structure(address, 8, 'symbol table node');
  expectSignature(head, 'SNOD');
  const version = head.u8();
  if (version !== 1) throw broken('have symbol table nodes of version 1', `found ${version}`, address);
  head.skip(1);
  const count = head.u16();
  const body = context.structure(address + 8, count * 40, 'symbol table node');
  for (let n = 0; n < count; n++) {
    context.charge(1, body.offset);
    const { offset } = body;
    const [nameOffset, object, cacheType] = [body.u64(), addressOf(body), body.u32()];
    body.skip(4);
    const targetOffset = body.u32();
    body.skip(12);
    yield { offset, nameOffset, address: object, cacheType, targetOffset };
  }
}

function readLocalHeap(context: Hdf5Context, address: number): Cursor {
  const head = context.structure(address, 32, 'local heap');
  expectSignature(head, 'HEAP');
  if (head.u8() !== 0) throw broken('have local heaps of version 0', 'found another', address + 4);
  head.skip(3);
  const size = head.u64();
  head.skip(8);
  return context.structure(head.u64(), size, 'local heap data');
}

/** From an offset of the heap up to a NUL. */
function heapString(heap: Cursor, offset: number): Uint8Array {
  const rest = heap.fresh(offset);
  const bytes = rest.bytes(rest.remaining);
  const end = bytes.indexOf(0);
  if (end < 0) throw broken('end names in a heap with a NUL', 'there is none', heap.offset);
  return bytes.subarray(0, end);
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  return a.length - b.length;
}
