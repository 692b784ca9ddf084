/** What stands in a field: a number as varint, in four or in eight bytes; text; bytes; another message. */
export type FieldKind = 'v' | 'f' | 'd' | 's' | 'b' | 'message';

export interface FieldType {
  readonly name: string;
  readonly kind: FieldKind;
  readonly repeated: boolean;
  /** The message that it holds; empty for all other kinds. */
  readonly message: string;
}

export interface MessageType {
  readonly byNumber: ReadonlyMap<number, FieldType>;
  readonly byName: ReadonlyMap<string, FieldType>;
}

/** Messages by name. */
export type Schema = ReadonlyMap<string, MessageType>;

const SCALARS: ReadonlySet<string> = new Set(['v', 'f', 'd', 's', 'b']);

/** A schema from one line a message: `NodeDef: 1 name s, 3 input* s, 5 attr* NodeDef.AttrEntry`. Ours, never a sender's. */
export function schemaOf(lines: string): Schema {
  return new Map(lines.trim().split('\n').map(messageOf));
}

function messageOf(line: string): readonly [name: string, type: MessageType] {
  const [name = '', fields = ''] = line.split(/: ?/, 2);
  const rows = fields.split(', ').flatMap((field) => (field === '' ? [] : [fieldOf(field)]));
  return [name, { byNumber: new Map(rows), byName: new Map(rows.map(([, type]) => [type.name, type])) }];
}

function fieldOf(text: string): readonly [number: number, type: FieldType] {
  const [number, name = '', kind = ''] = text.split(' ');
  const scalar = SCALARS.has(kind);
  return [
    Number(number),
    { name: name.replace('*', ''), repeated: name.endsWith('*'), kind: scalar ? (kind as FieldKind) : 'message', message: scalar ? '' : kind },
  ];
}
