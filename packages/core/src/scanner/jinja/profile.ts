/** What chat templates call by name: Jinja's own helpers, and those that transformers brings. Macros of the template itself are added. */
export const CALLS: ReadonlySet<string> = new Set(['caller', 'dict', 'loop', 'namespace', 'raise_exception', 'range', 'strftime_now']);

/** Methods of texts, lists, dictionaries, dates and the loop that give a value and reach nothing else. `format` takes apart its text and is looked at more closely. */
export const METHODS: ReadonlySet<string> = new Set([
  'append', 'capitalize', 'changed', 'clear', 'copy', 'count', 'cycle', 'endswith', 'extend', 'find', 'format', 'get', 'index', 'insert', 'isalnum', 'isalpha', 'isdecimal',
  'isdigit', 'isnumeric', 'isoformat', 'isspace', 'issuperset', 'isupper', 'islower', 'items', 'join', 'keys', 'ljust', 'lower', 'lstrip', 'partition', 'pop', 'removeprefix',
  'removesuffix', 'replace', 'reverse', 'rfind', 'rindex', 'rjust', 'rpartition', 'rsplit', 'rstrip', 'setdefault', 'sort', 'split', 'splitlines', 'startswith', 'strftime',
  'strip', 'swapcase', 'title', 'update', 'upper', 'values', 'zfill',
]); // biome-ignore format: a table

/** Filters of Jinja 3.1 (`jinja2.filters.FILTERS`), `attr` looked at more closely, and `from_json`, which programs that render chat templates add. */
export const FILTERS: ReadonlySet<string> = new Set([
  'abs', 'attr', 'batch', 'capitalize', 'center', 'count', 'd', 'default', 'dictsort', 'e', 'escape', 'filesizeformat', 'first', 'float', 'forceescape', 'format', 'from_json', 'fromjson', 'groupby',
  'indent', 'int', 'items', 'join', 'last', 'length', 'list', 'lower', 'map', 'max', 'min', 'pprint', 'random', 'reject', 'rejectattr', 'replace', 'reverse', 'round',
  'safe', 'select', 'selectattr', 'slice', 'sort', 'string', 'striptags', 'sum', 'title', 'tojson', 'trim', 'truncate', 'unique', 'upper', 'urlencode', 'urlize',
  'wordcount', 'wordwrap', 'xmlattr',
]); // biome-ignore format: a table

/** Filters whose arguments are names of attributes, or of filters that take such names. */
export const NAMING_FILTERS: ReadonlySet<string> = new Set([
  'attr', 'groupby', 'map', 'max', 'min', 'reject', 'rejectattr', 'select', 'selectattr', 'sort', 'sum', 'unique',
]); // biome-ignore format: a table

/** Tests of Jinja 3.1 (`jinja2.tests.TESTS`). */
export const TESTS: ReadonlySet<string> = new Set([
  'boolean', 'callable', 'defined', 'divisibleby', 'eq', 'equalto', 'escaped', 'even', 'false', 'filter', 'float', 'ge', 'greaterthan', 'gt', 'in', 'integer', 'iterable', 'le',
  'lessthan', 'lower', 'lt', 'mapping', 'ne', 'none', 'number', 'odd', 'sameas', 'sequence', 'string', 'test', 'true', 'undefined', 'upper',
]); // biome-ignore format: a table

/** Ways from a value to frames, code and classes whose names start with no underscore. */
const INSIDES: ReadonlySet<string> = new Set([
  'ag_code', 'ag_frame', 'co_code', 'co_consts', 'cr_code', 'cr_frame', 'f_back', 'f_builtins', 'f_code', 'f_globals', 'f_locals', 'format_map', 'func_closure', 'func_code',
  'func_globals', 'gi_code', 'gi_frame', 'im_class', 'im_func', 'im_self', 'mro', 'tb_frame', 'tb_next',
]); // biome-ignore format: a table

/** Whether a name, or a part of a dotted one, leads inside. Blanks do not hide it. */
export const isInside = (name: string): boolean => name.split('.').some((part) => part.trim().startsWith('_') || INSIDES.has(part.trim()));
