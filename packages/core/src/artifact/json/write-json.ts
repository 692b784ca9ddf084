/** A JSON text whose numbers are written by whoever makes it: the reader's numbers do not tell `2.0` from `2`. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type JsonTree = null | boolean | string | JsonNumber | readonly JsonTree[] | JsonFields;
/** In the order in which they are written. */
export type JsonFields = ReadonlyMap<string, JsonTree>;

/** A number as Python's `json` writes it, `NaN` and infinities too. */
export function jsonNumber(value: number | bigint, float: boolean): JsonNumber {
  if (typeof value === 'bigint') return new JsonNumber(value.toString());
  if (Object.is(value, -0)) return new JsonNumber('-0.0');
  const text = String(value);
  return new JsonNumber(float && /^-?\d+$/.test(text) ? `${text}.0` : text);
}

/** Text in ASCII, as `json.dumps` writes it with its defaults: whatever a string holds, each reader sees the same. The tree is ours: no deeper than what was read. */
export function writeJson(value: JsonTree): string {
  const out: string[] = [];
  put(value, out);
  return out.join('');
}

function put(value: JsonTree, out: string[]): void {
  if (value instanceof JsonNumber) out.push(value.text);
  else if (typeof value === 'string') out.push(quoted(value));
  else if (value === null || typeof value === 'boolean') out.push(String(value));
  else if (value instanceof Map) putAll(value.entries(), '{', '}', out);
  else putAll((value as readonly JsonTree[]).map((item) => [undefined, item] as const).values(), '[', ']', out);
}

function putAll(items: Iterable<readonly [string | undefined, JsonTree]>, open: string, close: string, out: string[]): void {
  let before = open;
  for (const [key, item] of items) {
    out.push(before);
    if (key !== undefined) out.push(quoted(key), ': ');
    put(item, out);
    before = ', ';
  }
  out.push(before === open ? open + close : close);
}

/** JSON's own escapes, and \\u for all that is not ASCII. */
const quoted = (text: string): string => JSON.stringify(text).replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
