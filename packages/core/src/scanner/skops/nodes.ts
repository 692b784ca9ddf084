import { isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import { dictionaries } from '../keras/dictionaries.ts';
import { pointerAt } from '../keras/place.ts';
import { DANGEROUS } from '../pickle/dangerous.ts';
import { quote } from '../quote.ts';
import type { Sights } from '../sights.ts';
import { SKOPS_CLASSES, SKOPS_FUNCTIONS } from './types.ts';

const namesOf = (table: Readonly<Record<string, string>>): ReadonlySet<string> =>
  new Set(Object.keys(table).flatMap((module) => (table[module] as string).split(' ').map((name) => `${module}.${name}`)));
const CLASSES = namesOf(SKOPS_CLASSES);
const FUNCTIONS = namesOf(SKOPS_FUNCTIONS);

/** One object of the tree that `schema.json` describes. */
interface SkopsNode {
  readonly module: string;
  readonly name: string;
  readonly value: JsonObject;
}

type Told = readonly [kind: 'embedded-code' | 'structure' | 'unlisted-type', message: string] | undefined;

/** What each loader of skops does with a node, and when that is more than building something listed. */
const LOADERS: Readonly<Record<string, (node: SkopsNode) => Told>> = {
  ...Object.fromEntries(
    `BytearrayNode BytesNode ConstructorFromReduceNode DTypeNode DefaultDictNode DictNode ListNode LossNode MaskedArrayNode NdArrayNode ObjectNode QuantileForestNode
RandomGeneratorNode RandomStateNode ReduceNode SetNode SliceNode SparseMatrixNode TreeNode TupleNode TypeNode _DictWithDeprecatedKeysNode`
      .split(/\s+/)
      .map((loader) => [loader, built]),
  ),
  CachedNode: () => undefined,
  JsonNode: () => undefined,
  FunctionNode: (node) => (FUNCTIONS.has(whole(node)) ? undefined : unlisted(node, 'Refers to the function')),
  MethodNode: method,
  OperatorFuncNode: operator,
  PartialNode: (node) => (whole(node) === 'functools.partial' ? ['unlisted-type', 'Fills in the arguments of a function by "functools.partial"'] : built(node)),
};

const whole = ({ module, name }: SkopsNode): string => `${module}.${name}`;

function built(node: SkopsNode): Told {
  return CLASSES.has(whole(node)) ? undefined : unlisted(node, 'Builds the class');
}

/** What is known to run code or to open files is told as that, whatever the file says that it is. */
function unlisted(node: SkopsNode, does: string): Told {
  const danger = dangerOf(node);
  return danger === undefined ? ['unlisted-type', `${does} ${quote(whole(node))}`] : ['embedded-code', `${does} ${quote(whole(node))}, which ${danger}`];
}

function dangerOf({ module, name }: SkopsNode): string | undefined {
  const named = Object.hasOwn(DANGEROUS, module) ? DANGEROUS[module] : undefined;
  if (named === undefined) return undefined;
  return Object.hasOwn(named, name) ? named[name] : named['*'];
}

/** `getattr(object, func)`; the class that was shown need not be the one of the object (CVE-2025-54413). */
function method(node: SkopsNode): Told {
  const content = isJsonObject(node.value['content']) ? node.value['content'] : {};
  const object = isJsonObject(content['obj']) ? content['obj'] : {};
  const told = `Takes the method ${quote(content['func'])} of an object of the class ${quote(whole(node))}`;
  const same = object['__module__'] === node.module && object['__class__'] === node.name;
  if (!same) return ['embedded-code', `${told}, which is of another class`];
  const plain = typeof content['func'] === 'string' && !content['func'].startsWith('_') && CLASSES.has(whole(node));
  return [plain ? 'unlisted-type' : 'embedded-code', told];
}

/** `getattr(operator, class)(*attrs)`: a call while the file is loaded; the module that was shown was not looked at (CVE-2025-54412). */
function operator(node: SkopsNode): Told {
  if (node.module === 'operator' && (node.name === 'itemgetter' || node.name === 'attrgetter')) return ['unlisted-type', `Builds ${quote(whole(node))}`];
  return ['embedded-code', `Calls ${quote(`operator.${node.name}`)} under the name ${quote(whole(node))}`];
}

/** Walks all nodes. @returns names of members that they read, and which of those are raw bytes. */
export function lookAtNodes(schema: Json, member: string, sights: Sights): { readonly files: ReadonlySet<string>; readonly raw: ReadonlySet<string> } {
  const files = new Set<string>();
  const raw = new Set<string>();
  for (const { value, place } of dictionaries(schema)) {
    if (!('__loader__' in value) && !('__class__' in value && '__module__' in value)) continue;
    const { __loader__: loader, __class__: name, __module__: module, file } = value;
    const where = { member, pointer: pointerAt(place) };
    if (typeof loader !== 'string' || typeof name !== 'string' || typeof module !== 'string') {
      sights.add('skops/structure', 'Has a node without the names of its loader, module and class', where);
      continue;
    }
    if (typeof file === 'string') files.add(file);
    if (typeof file === 'string' && (loader === 'BytesNode' || loader === 'BytearrayNode')) raw.add(file);
    const look = Object.hasOwn(LOADERS, loader) ? LOADERS[loader] : undefined;
    const told =
      look === undefined ? (['structure', `Has a node of the loader ${quote(loader)}, which skops has not`] as const) : look({ module, name, value });
    if (told !== undefined) sights.add(`skops/${told[0]}`, told[1], where);
  }
  return { files, raw };
}
