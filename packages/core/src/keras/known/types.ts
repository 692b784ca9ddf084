/** Types of JSON values in a Keras configuration. A tuple is a `list`; `object` is a serialized object or a plain dictionary. */
export type FieldType = 'null' | 'bool' | 'int' | 'float' | 'string' | 'list' | 'object';

/** One class as `tools/oracle/known.py` prints it from real Keras. */
export type PrintedClass = {
  /** `class_name` in a file. */
  readonly class: string;
  /** `module` in a file that today's Keras writes. */
  readonly module: string;
  /** `registered_name` in a file: null for public classes, the class name for those that Keras does not export. */
  readonly registered: string | null;
  /** Other values of `module` that Keras itself exports the class under or has written. */
  readonly modules: readonly string[];
  /** Other names of the class, including the strings Keras looks it up by, such as `glorot_uniform`. */
  readonly aliases: readonly string[];
  readonly fields: { readonly [name: string]: readonly FieldType[] };
  /** Operations only: names of call arguments, which stand in the node rather than in the configuration. */
  readonly call?: readonly string[];
  /** The object carries or names code, files or foreign modules. */
  readonly code?: true;
};

/** One function that a file may name: an activation, a loss, a metric. */
export type PrintedFunction = { readonly name: string; readonly module: string; readonly aliases: readonly string[] };

/**
 * A class of Keras that may stand in a file.
 *
 * `fields` is a Map rather than an object, as a hostile file may well hold a field called `constructor` or `__proto__`.
 */
export type KnownClass = Omit<PrintedClass, 'fields' | 'code' | 'call' | 'modules'> & {
  readonly fields: ReadonlyMap<string, readonly FieldType[]>;
  readonly modules: ReadonlySet<string>;
  readonly call: readonly string[];
  readonly code: boolean;
};
