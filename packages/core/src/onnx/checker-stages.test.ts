import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../artifact/source.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { symbol } from '../graph/dims.ts';
import type { Graph } from '../graph/values.ts';
import { MAX_TABLE_BYTES, MAX_TABLE_ENTRIES, type Table, writeTable } from '../stages/table.ts';
import type { Program, Signature, Stage, TableFile } from '../words/program.ts';
import { assemble, expectTables } from './assemble.ts';
import { checkProgram } from './checker.ts';
import { writeManifest } from './manifest.ts';
import { signatureOf } from './signature.ts';
import { encodeModel } from './writer.ts';

const TEXTS: Table = { dtype: 'string', entries: ['a', 'bé'] };

/** Texts, a table, a graph, and a table back to texts. */
function sample() {
  const g = new GraphBuilder();
  const name = g.input('name', 'string', [symbol('batch'), 1]);
  const options = { standardize: 'lower', split: 'whitespace', ngrams: [1, 2], length: null, padding: 'zero' };
  const ids = g.step('vectorize', options, TEXTS, [name], { dtype: 'int64', dims: [symbol('batch'), g.unknown('tokens')] });
  const best = g.node('ReduceMax', [ids, g.ints([1])], { keepdims: 0 });
  const label = g.step('invert', { mask: null, oov: '?', start: 1 }, TEXTS, [best], { dtype: 'string', dims: best.dims });
  const salted = g.step('hash', { bins: 9, mask: null, salt: ['1', '-2'] }, null, [name], { dtype: 'int64', dims: name.dims });
  return g.finish([
    { name: 'label', value: label },
    { name: 'best', value: best },
    { name: 'bin', value: salted },
  ]);
}

interface Parts {
  readonly program: Program;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

function build(): Parts {
  const { graphs, tables, signature } = assemble(sample(), (graph) => graph);
  const program: Program = {
    version: 1,
    compiler: '0.1.0',
    artifact: `sha256:${'0'.repeat(64)}`,
    graphs: Object.fromEntries(graphs.map(({ name }) => [name, { file: `${name}.onnx` }])),
    weights: null,
    tables: tables.map(({ file }) => file),
    signatures: { predict: signature },
    state: [],
    activationBytes: 0,
  };
  const files = new Map<string, Uint8Array>();
  for (const { name, graph } of graphs)
    files.set(
      `${name}.onnx`,
      encodeModel(graph, () => 'inline'),
    );
  for (const { file, table } of tables) files.set(file.file, writeTable(table));
  return { program, files };
}

function check({ program, files }: Parts): Program {
  const ending = (end: string) => new Map([...files].filter(([name]) => name.endsWith(end)).map(([name, bytes]) => [name, bytesSource(bytes)]));
  return checkProgram({
    manifest: writeManifest(program),
    graphs: ending('.onnx'),
    tables: ending('.table'),
    weightsBytes: 0,
    files: ['program.json', ...files.keys()],
  });
}

test('a Program with stages and tables passes the second check, and comes back as it was', () => {
  const parts = build();
  assert.equal(parts.program.tables.length, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(check(parts))), JSON.parse(JSON.stringify(parts.program)));
});

type Change = (parts: Parts) => Parts;
const program =
  (change: (program: Program) => object): Change =>
  (parts) => ({ ...parts, program: { ...parts.program, ...change(parts.program) } as Program });
const stage = (operation: string, change: (stage: Stage & { operation: string }) => object): Change =>
  program(({ signatures }) => {
    const predict = signatures['predict'] as Signature;
    const stages = predict.stages.map((one) => (one.kind !== 'graph' && one.operation === operation ? { ...one, ...change(one) } : one));
    return { signatures: { predict: { ...predict, stages } } };
  });
const options = (operation: string, change: object): Change => stage(operation, (one) => ({ options: { ...(one as { options: object }).options, ...change } }));
const table = (change: Partial<Record<keyof TableFile, unknown>>): Change =>
  program(({ tables }) => ({ tables: tables.map((one) => ({ ...one, ...change })) }));
const file =
  (name: string, bytes: Uint8Array | undefined): Change =>
  (parts) => {
    const files = new Map(parts.files);
    if (bytes === undefined) files.delete(name);
    else files.set(name, bytes);
    return { ...parts, files };
  };

/** How a compromised guest might write stages, and what the second check says to it. */
const TAMPERED: Readonly<Record<string, readonly [change: Change, message: RegExp]>> = {
  'an operation that does not exist': [stage('vectorize', () => ({ operation: 'eval' })), /no stage is called "eval"/],
  'an operation of another kind': [stage('vectorize', () => ({ kind: 'table' })), /kind string/],
  'a kind that does not exist': [stage('vectorize', () => ({ kind: 'code' })), /"graph", "string" or "table"/],
  'an option too many': [options('vectorize', { path: '/etc/passwd' }), /"path"/],
  'an option that is missing': [stage('invert', () => ({ options: { mask: null, oov: '?' } })), /"start"/],
  'an option of another type': [options('vectorize', { length: '4' }), /"length"/],
  'a length past the limit': [options('vectorize', { length: 2 ** 40 }), /"length"/],
  'widths without end': [options('vectorize', { ngrams: Array.from({ length: 65 }, () => 1) }), /"ngrams"/],
  'a salt of numbers': [options('hash', { salt: [1, 2] }), /"salt"/],
  'a salt past 64 bits': [options('hash', { salt: ['1', String(2n ** 63n)] }), /"salt"/],
  'no bins': [options('hash', { bins: 0 }), /"bins"/],
  'a name of an option that is no name': [options('hash', { __proto__: null, 'a b': 1 }), /name of an option/],
  'an input that nobody makes': [stage('invert', () => ({ inputs: ['nothing'] })), /the input "nothing"/],
  'an input of another type': [stage('vectorize', () => ({ inputs: ['bin'] })), /the input "bin"/],
  'an input too many': [stage('hash', () => ({ inputs: ['name', 'name'] })), /1 to 1 inputs/],
  'an output of another type': [stage('hash', (one) => ({ output: { ...(one as unknown as { output: object }).output, dtype: 'int32' } })), /output of "hash"/],
  'an output of another shape': [
    stage('hash', (one) => ({ output: { ...(one as unknown as { output: object }).output, shape: ['batch', 2] } })),
    /output of "hash"/,
  ],
  'a free size that is a number': [
    stage('vectorize', (one) => ({ output: { ...(one as unknown as { output: object }).output, shape: ['batch', 3] } })),
    /output of "vectorize"/,
  ],
  'no table for a lookup': [stage('invert', () => ({ table: null })), /a table of string or int64/],
  'a table for a hash': [stage('hash', () => ({ table: 'table-0' })), /no table for "hash"/],
  'a table that does not exist': [stage('invert', () => ({ table: 'table-9' })), /a table of string/],
  'a table of another type': [table({ dtype: 'int64' }), /a table of string|entries of type int64/],
  'a table of another size': [table({ bytes: 3 }), /3 bytes/],
  'a table of fewer entries': [table({ entries: 1 }), /1 entries/],
  'a table whose file is a path': [table({ file: '../table-0.table' }), /"table-0.table"/],
  'a table whose name is a path': [table({ name: '../x', file: '../x.table' }), /name of a table/],
  'a table twice': [program(({ tables }) => ({ tables: [...tables, ...tables] })), /a file for each/],
  'a table that is not there': [file('table-0.table', undefined), /the file "table-0.table"/],
  'a table with an entry twice': [file('table-0.table', writeTable({ dtype: 'string', entries: ['aé', 'aé'] })), /bytes|each once/],
  'a file too many': [file('table-1.table', writeTable(TEXTS)), /no file but those/],
};
for (const [why, [change, message]] of Object.entries(TAMPERED))
  test(`the second check refuses ${why}`, () => {
    assert.throws(() => check(change(build())), { code: 'HG_ARTIFACT_PROGRAM', message });
  });

test('stages/text-in-graph: the second check lets no text into a graph', () => {
  const x = { id: 'x', dtype: 'string', dims: [symbol('batch')] } as const;
  const y = { id: 'y', dtype: 'string', dims: [symbol('batch')] } as const;
  const graph: Graph = {
    inputs: [{ name: 'x', value: x }],
    outputs: [{ name: 'y', value: y }],
    nodes: [{ op: 'Identity', inputs: [x], outputs: [y], attributes: {}, origin: '' }],
    constants: [],
    guards: [],
  };
  const parts = build();
  const whole = { ...parts.program, graphs: { main: { file: 'main.onnx' } }, tables: [], signatures: { predict: signatureOf(graph, 'main') } };
  const files = new Map([['main.onnx', encodeModel(graph, () => 'inline')]]);
  assert.throws(() => check({ program: whole, files }), { code: 'HG_ARTIFACT_PROGRAM', message: /texts never enter a graph/ });
});

test('the second check refuses a table that no stage uses', () => {
  const more: TableFile = { name: 'table-1', file: 'table-1.table', dtype: 'string', entries: 2, bytes: writeTable(TEXTS).length };
  const parts = file('table-1.table', writeTable(TEXTS))(program(({ tables }) => ({ tables: [...tables, more] }))(build()));
  assert.throws(() => check(parts), { code: 'HG_ARTIFACT_PROGRAM', message: /the table "table-1" used/ });
});

test('a model that is cut into more graphs than a runner can hold is refused, by the compiler and by the second check', () => {
  const g = new GraphBuilder();
  let x = g.input('x', 'int64', [symbol('batch')]);
  for (let step = 0; step < 70; step++) {
    const text = g.step('invert', { mask: null, oov: '?', start: 1 }, TEXTS, [g.node('Neg', [x])], { dtype: 'string', dims: x.dims });
    x = g.step('hash', { bins: 9, mask: null, salt: null }, null, [text], { dtype: 'int64', dims: x.dims });
  }
  const graph = g.finish([{ name: 'y', value: x }]);
  assert.throws(() => assemble(graph, (part) => part), { code: 'HG_LIMIT_ENTRIES' });
  const many = program(({ graphs }) => ({ graphs: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`g${n}`, Object.values(graphs)[0]])) }));
  assert.throws(() => check(many(build())), { code: 'HG_LIMIT_ENTRIES' });
});

test('stages/table-budget: tables of more entries or bytes than the budget are refused before they are read', () => {
  assert.throws(() => check(table({ entries: MAX_TABLE_ENTRIES + 1 })(build())), { code: 'HG_LIMIT_ENTRIES' });
  assert.throws(() => check(table({ bytes: MAX_TABLE_BYTES + 1 })(build())), { code: 'HG_LIMIT_BYTES' });
  assert.throws(() => expectTables(MAX_TABLE_ENTRIES, MAX_TABLE_BYTES + 1), { code: 'HG_LIMIT_BYTES' });
  expectTables(MAX_TABLE_ENTRIES, MAX_TABLE_BYTES);
});
