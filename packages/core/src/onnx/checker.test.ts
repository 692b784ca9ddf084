import assert from 'node:assert/strict';
import test from 'node:test';
import { ProtobufWriter } from '../artifact/protobuf/writer.ts';
import { bytesSource } from '../artifact/source.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { symbol } from '../graph/dims.ts';
import { OPERATORS } from '../graph/operators/index.ts';
import type { Graph, Node } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import type { Program } from '../words/program.ts';
import { ATTRIBUTE_KINDS } from './attribute-kinds.ts';
import { checkProgram, type ProgramFiles } from './checker.ts';
import { writeManifest } from './manifest.ts';
import { ATTRIBUTE, GRAPH, IR_VERSION, MODEL, NODE, OPSET, OPSET_ID, TENSOR } from './onnx.ts';
import { numbers } from './run.testing.ts';
import { signatureOf } from './signature.ts';
import { layoutWeights } from './weights.ts';
import { encodeModel, placed } from './writer.ts';

/** A model with everything that a Program can hold: external and inline constants, attributes of several kinds, a guard, odd names. */
function sample(): Graph {
  const g = new GraphBuilder();
  const x = g.input('Eingabe ü', 'float32', [symbol('batch'), symbol('Eingabe ü_1'), 24]);
  const kernel = g.floats(new Float32Array(24 * 16).fill(0.5), [24, 16]);
  const bias = g.floats(new Float32Array(16).fill(0.25), [16]);
  const big = g.constant({ dtype: 'float32', dims: [512, 513], read: () => new Uint8Array(512 * 513 * 4) });
  const y = g.node('Gelu', [g.node('Add', [g.node('MatMul', [x, kernel]), bias])], { approximate: 'tanh' });
  const w = g.node('ReduceSum', [g.node('LeakyRelu', [big], { alpha: 0.5 }), g.ints([0, 1])], { keepdims: 0 });
  g.guard({ value: g.node('Greater', [w, g.scalar(-1)]), code: 'HG_UNSUPPORTED_MASK', message: 'Cannot go on as the mask must be right-padded' });
  return g.finish([
    { name: 'y', value: y },
    { name: 'Eingabe ü', value: g.node('Transpose', [x], { perm: [0, 2, 1] }) },
  ]);
}

interface Parts {
  readonly program: Program;
  readonly graph: Uint8Array;
  readonly files: readonly string[];
  readonly weightsBytes: number;
  readonly manifest?: Uint8Array;
}

function build(graph: Graph = sample()): Parts {
  const layout = layoutWeights(graph);
  const program: Program = {
    version: 1,
    compiler: '0.1.0',
    artifact: `sha256:${'0'.repeat(64)}`,
    graphs: { main: { file: 'main.onnx' } },
    weights: { file: 'weights.bin', bytes: layout.bytes },
    tables: [],
    signatures: { predict: signatureOf(graph, 'main') },
    state: [],
    activationBytes: 1000,
  };
  return { program, graph: encodeModel(graph, placed(layout)), files: ['main.onnx', 'program.json', 'weights.bin'], weightsBytes: layout.bytes };
}

const filesOf = ({ program, graph, files, weightsBytes, manifest }: Parts): ProgramFiles => ({
  manifest: manifest ?? writeManifest(program),
  graphs: new Map([['main.onnx', bytesSource(graph)]]),
  files,
  weightsBytes,
});
const check = (parts: Parts): Program => checkProgram(filesOf(parts));

test('a Program that our compiler wrote passes the second check, and comes back as it was', () => {
  const parts = build();
  assert.deepEqual(JSON.parse(JSON.stringify(check(parts))), JSON.parse(JSON.stringify(parts.program)));
});

test('the check knows the kind of every attribute in the operator table', () => {
  const names = [...OPERATORS.values()].flatMap(({ attributes }) => attributes);
  assert.deepEqual(
    names.filter((name) => !Object.hasOwn(ATTRIBUTE_KINDS, name)),
    [],
  );
});

const node = (op: string, change: (node: Node) => Partial<Node>) => (): Parts => {
  const graph = sample();
  return build({ ...graph, nodes: graph.nodes.map((it) => (it.op === op ? { ...it, ...change(it) } : it)) });
};
const model = (graph: (built: Graph) => Graph) => (): Parts => build(graph(sample()));
const program =
  (change: (program: Program) => object): (() => Parts) =>
  () => {
    const parts = build();
    return { ...parts, program: { ...parts.program, ...change(parts.program) } as Program };
  };
const stage = (change: object): (() => Parts) =>
  program(({ signatures: { predict } }) => ({ signatures: { predict: { ...predict, stages: [{ ...predict?.stages[0], ...change }] } } }));
const manifest = (change: (text: string) => string) => (): Parts => {
  const parts = build();
  return { ...parts, manifest: new TextEncoder().encode(change(new TextDecoder().decode(writeManifest(parts.program)))) };
};

/** A model message made by hand: fields as our writer orders them, with `extra` behind the graph, and `inGraph` at the end of the graph. */
function wire({ extra, inGraph, version = IR_VERSION, opset = OPSET, domain = '' }: Partial<Wire>): () => Parts {
  return () => {
    const parts = build();
    const inner = graphBytes(parts.graph);
    const graph = new ProtobufWriter()
      .int(MODEL.irVersion, version)
      .text(MODEL.producerName, 'horngate')
      .bytes(MODEL.graph, inGraph === undefined ? inner : joined(inner, inGraph(new ProtobufWriter()).finish()))
      .message(MODEL.opsetImport, (out) => out.text(OPSET_ID.domain, domain).int(OPSET_ID.version, opset));
    return { ...parts, graph: (extra?.(graph) ?? graph).finish().slice() };
  };
}

interface Wire {
  readonly extra: (out: ProtobufWriter) => ProtobufWriter;
  readonly inGraph: (out: ProtobufWriter) => ProtobufWriter;
  readonly version: number;
  readonly opset: number;
  readonly domain: string;
}

/** The graph's own bytes: behind the version (2), the producer (10) and a tag with a length of two bytes. */
function graphBytes(bytes: Uint8Array): Uint8Array {
  assert.deepEqual([...bytes.subarray(0, 2), bytes[12]], [8, IR_VERSION, 0x3a]);
  const length = ((bytes[13] ?? 0) & 0x7f) | ((bytes[14] ?? 0) << 7);
  return bytes.subarray(15, 15 + length);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const identity = (write: (out: ProtobufWriter) => ProtobufWriter) => (out: ProtobufWriter) =>
  out.message(GRAPH.node, (inner) => void write(inner.text(NODE.input, 'y').text(NODE.output, 'extra').text(NODE.opType, 'Identity')));
const initializer = (write: (out: ProtobufWriter) => ProtobufWriter) => (out: ProtobufWriter) => out.message(GRAPH.initializer, (inner) => void write(inner));
const external = (location: string, offset: string, length: string, name = 'extra') =>
  initializer((out) => {
    out.int(TENSOR.dims, 1024).int(TENSOR.dataType, 1).text(TENSOR.name, name);
    for (const [key, value] of Object.entries({ location, offset, length })) out.message(TENSOR.externalData, (inner) => inner.text(1, key).text(2, value));
    return out.int(TENSOR.dataLocation, 1);
  });

const moved = (graph: Graph, move: (offset: number, length: number) => number): Parts => {
  const parts = build(graph);
  const { places } = layoutWeights(graph);
  const changed = encodeModel(graph, ({ value }) => {
    const place = places.get(value.id);
    return place === undefined ? 'inline' : { offset: move(place.offset, place.length), length: place.length };
  });
  return { ...parts, graph: changed };
};

/** How a compromised guest might write a Program, and what the second check says to it. */
const TAMPERED: Readonly<Record<string, readonly [tamper: () => Parts, code: string, message?: RegExp]>> = {
  'an operator that is not in the table': [node('Gelu', () => ({ op: 'Loop' })), 'HG_ARTIFACT_PROGRAM', /"Loop"/],
  'an attribute that the operator does not have': [
    node('Gelu', () => ({ attributes: { alpha: { kind: 'float', value: 1 } } })),
    'HG_ARTIFACT_PROGRAM',
    /"alpha"/,
  ],
  'an attribute of another kind': [node('LeakyRelu', () => ({ attributes: { alpha: { kind: 'int', value: 1 } } })), 'HG_ARTIFACT_PROGRAM', /kind float/],
  'too many inputs': [node('Gelu', ({ inputs }) => ({ inputs: [...inputs, ...inputs] })), 'HG_ARTIFACT_PROGRAM', /inputs of "Gelu"/],
  'too few inputs': [node('Add', ({ inputs }) => ({ inputs: inputs.slice(1) })), 'HG_ARTIFACT_PROGRAM', /inputs of "Add"/],
  'a node without outputs': [node('Greater', () => ({ outputs: [] })), 'HG_ARTIFACT_PROGRAM', /output of "Greater"/],
  'a value that is made twice': [model((graph) => ({ ...graph, nodes: [...graph.nodes, ...graph.nodes.slice(-1)] })), 'HG_ARTIFACT_PROGRAM', /made once/],
  'nodes in the wrong order': [model((graph) => ({ ...graph, nodes: graph.nodes.toReversed() })), 'HG_ARTIFACT_PROGRAM', /made before/],
  'an input that nobody makes': [
    model((graph) => ({ ...graph, nodes: graph.nodes.filter(({ op }) => op !== 'MatMul') })),
    'HG_ARTIFACT_PROGRAM',
    /made before/,
  ],
  'an older IR version': [wire({ version: 9 }), 'HG_ARTIFACT_PROGRAM', /IR version/],
  'other operators': [wire({ opset: OPSET + 1 }), 'HG_ARTIFACT_PROGRAM', /operators of version/],
  'a custom domain': [wire({ domain: 'com.microsoft' }), 'HG_ARTIFACT_PROGRAM'],
  'a second domain': [wire({ extra: (out) => out.message(MODEL.opsetImport, (inner) => inner.text(1, 'ai.onnx.ml').int(2, 3)) }), 'HG_ARTIFACT_PROGRAM'],
  'a second operator set of the default domain': [
    wire({ extra: (out) => out.message(MODEL.opsetImport, (inner) => inner.text(1, '').int(2, OPSET)) }),
    'HG_ARTIFACT_PROGRAM',
    /operators of version/,
  ],
  'a second graph': [wire({ extra: (out) => out.message(MODEL.graph, (inner) => inner.text(GRAPH.name, 'main')) }), 'HG_ARTIFACT_PROGRAM', /one graph/],
  'a function': [wire({ extra: (out) => out.message(25, (inner) => inner.text(1, 'Gelu')) }), 'HG_ARTIFACT_PROGRAM', /number 25/],
  'training information': [wire({ extra: (out) => out.message(20, (inner) => inner.text(1, 'x')) }), 'HG_ARTIFACT_PROGRAM', /number 20/],
  metadata: [wire({ extra: (out) => out.message(14, (inner) => inner.text(1, 'a').text(2, 'b')) }), 'HG_ARTIFACT_PROGRAM', /number 14/],
  'a sparse initializer': [wire({ inGraph: (out) => out.message(15, (inner) => inner.int(3, 1)) }), 'HG_ARTIFACT_PROGRAM', /number 15/],
  'quantization annotations': [wire({ inGraph: (out) => out.message(14, (inner) => inner.text(1, 'x')) }), 'HG_ARTIFACT_PROGRAM', /number 14/],
  'a node of another domain': [wire({ inGraph: identity((out) => out.text(7, 'com.microsoft')) }), 'HG_ARTIFACT_PROGRAM', /number 7/],
  'a documentation text': [wire({ inGraph: identity((out) => out.text(6, 'hello')) }), 'HG_ARTIFACT_PROGRAM', /number 6/],
  'a subgraph in an attribute': [
    wire({
      inGraph: identity((out) =>
        out.message(NODE.attribute, (inner) =>
          inner
            .text(ATTRIBUTE.name, 'body')
            .message(6, () => {})
            .int(ATTRIBUTE.type, 5),
        ),
      ),
    }),
    'HG_ARTIFACT_PROGRAM',
    /"body"/,
  ],
  'a tensor in an attribute': [
    wire({
      inGraph: identity((out) =>
        out.message(NODE.attribute, (inner) =>
          inner
            .text(ATTRIBUTE.name, 'value')
            .message(5, () => {})
            .int(ATTRIBUTE.type, 4),
        ),
      ),
    }),
    'HG_ARTIFACT_PROGRAM',
    /number 5/,
  ],
  'an attribute without its value': [
    wire({ inGraph: identity((out) => out.message(NODE.attribute, (inner) => inner.text(ATTRIBUTE.name, 'axis').int(ATTRIBUTE.type, 2))) }),
    'HG_ARTIFACT_PROGRAM',
    /value of its type/,
  ],
  'names that are no plain text': [wire({ inGraph: identity((out) => out.text(NODE.output, 'a\nb')) }), 'HG_ARTIFACT_PROGRAM', /a text of the form/],
  'weights outside of the folder': [wire({ inGraph: external('../../etc/passwd', '0', '4096') }), 'HG_ARTIFACT_PROGRAM', /external data in "weights.bin"/],
  'weights of another length than the tensor': [wire({ inGraph: external('weights.bin', '0', '4092') }), 'HG_ARTIFACT_PROGRAM', /external data of 4096 bytes/],
  'weights at a place that is no number': [wire({ inGraph: external('weights.bin', '0x40', '4096') }), 'HG_ARTIFACT_PROGRAM', /external data of/],
  'weights that lie over others': [() => moved(sample(), () => 0), 'HG_ARTIFACT_PROGRAM', /a place of its own/],
  'weights that are not aligned': [() => moved(sample(), (offset) => offset + 4), 'HG_ARTIFACT_PROGRAM', /aligned/],
  'weights past the end of the file': [() => moved(sample(), (offset) => offset + (1 << 24)), 'HG_ARTIFACT_PROGRAM', /inside of/],
  'a large tensor off its page': [
    () => moved(sample(), (offset, length) => (length > 1 << 20 ? offset + 64 : offset)),
    'HG_ARTIFACT_PROGRAM',
    /aligned to 4096/,
  ],
  'an initializer with fewer bytes than its dims': [
    wire({ inGraph: initializer((out) => out.int(1, 3).int(2, 1).text(8, 'extra').bytes(9, new Uint8Array(8))) }),
    'HG_ARTIFACT_PROGRAM',
    /12 bytes/,
  ],
  'an initializer of a type that nobody knows': [
    wire({ inGraph: initializer((out) => out.int(1, 1).int(2, 99).text(8, 'extra')) }),
    'HG_ARTIFACT_PROGRAM',
    /a type/,
  ],
  'an initializer of strings': [wire({ inGraph: initializer((out) => out.int(1, 0).int(2, 8).text(8, 'extra')) }), 'HG_ARTIFACT_PROGRAM', /a type/],
  'an initializer whose dims overflow': [
    wire({
      inGraph: initializer((out) =>
        out
          .ints(1, [2 ** 31, 2 ** 31])
          .int(2, 1)
          .text(8, 'extra'),
      ),
    }),
    'HG_ARTIFACT_PROGRAM',
    /that a file can hold/,
  ],
  'an initializer with a negative size': [
    wire({ inGraph: initializer((out) => out.ints(1, [-1]).int(2, 1).text(8, 'extra')) }),
    'HG_ARTIFACT_PROGRAM',
    /sizes >= 0/,
  ],
  'float data in another field': [
    wire({ inGraph: initializer((out) => out.int(1, 1).int(2, 1).float(4, 1).text(8, 'extra')) }),
    'HG_ARTIFACT_PROGRAM',
    /number 4/,
  ],
  'fields in another order than our writer has': [wire({ inGraph: identity((out) => out) }), 'HG_ARTIFACT_PROGRAM', /that our writer writes/],
  'a file that ends early': [() => ({ ...build(), graph: build().graph.slice(0, -3) }), 'HG_ARTIFACT_TRUNCATED'],
  'an empty graph file': [() => ({ ...build(), graph: new Uint8Array() }), 'HG_ARTIFACT_PROGRAM', /IR version/],
  'a group of protobuf': [() => ({ ...build(), graph: Uint8Array.of(0x0b, 0x0c) }), 'HG_ARTIFACT_PROTOBUF', /wire type/],
  'another type of an input': [
    program(({ signatures: { predict } }) => ({
      signatures: { predict: { ...predict, inputs: predict?.inputs.map((spec) => ({ ...spec, dtype: 'float64' })) } },
    })),
    'HG_ARTIFACT_PROGRAM',
    /the input "Eingabe__"/,
  ],
  'another shape of an output': [
    program(({ signatures: { predict } }) => ({ signatures: { predict: { ...predict, outputs: predict?.outputs.map((spec) => ({ ...spec, shape: [1] })) } } })),
    'HG_ARTIFACT_PROGRAM',
    /the output "y"/,
  ],
  'an output that no stage makes': [
    program(({ signatures: { predict } }) => ({ signatures: { predict: { ...predict, outputs: [{ name: 'z', dtype: 'float32', shape: [] }] } } })),
    'HG_ARTIFACT_PROGRAM',
    /the output "z"/,
  ],
  'a guard that is left out': [stage({ guards: [] }), 'HG_ARTIFACT_PROGRAM', /the outputs of "main"/],
  'a guard that is no boolean': [
    stage({ guards: [{ output: 'y', code: 'HG_UNSUPPORTED_MASK', message: '' }], outputs: { guard_0: 'y', Eingabe___1: 'Eingabe ü' } }),
    'HG_ARTIFACT_PROGRAM',
    /boolean scalar/,
  ],
  'a guard with a code of its own': [stage({ guards: [{ output: 'guard_0', code: 'HG_FINE', message: '' }] }), 'HG_ARTIFACT_PROGRAM', /a code/],
  'a stage of a graph that is not there': [stage({ graph: 'other' }), 'HG_ARTIFACT_PROGRAM', /run a graph/],
  'a stage of another kind': [stage({ kind: 'string' }), 'HG_ARTIFACT_PROGRAM', /"graph"/],
  'two outputs under one name': [stage({ outputs: { y: 'y', Eingabe___1: 'y' } }), 'HG_ARTIFACT_PROGRAM', /one for two/],
  'no signature to predict': [program(({ signatures: { predict } }) => ({ signatures: { other: predict } })), 'HG_ARTIFACT_PROGRAM', /"predict"/],
  'a table that is none': [program(() => ({ tables: [{ name: 'a', file: 'a' }] })), 'HG_ARTIFACT_PROGRAM', /"\/tables\/0/],
  'a graph file with a path': [program(() => ({ graphs: { main: { file: '../main.onnx' } } })), 'HG_ARTIFACT_PROGRAM', /name of a graph file/],
  'a weights file with a path': [program(({ weights }) => ({ weights: { ...weights, file: '/etc/passwd' } })), 'HG_ARTIFACT_PROGRAM', /"weights.bin"/],
  'fewer weights than the manifest says': [() => ({ ...build(), weightsBytes: 1024 }), 'HG_ARTIFACT_PROGRAM', /bytes of weights/],
  'more weights than the graphs use': [
    (): Parts => {
      const parts = build();
      return { ...parts, weightsBytes: 1 << 22, program: { ...parts.program, weights: { file: 'weights.bin', bytes: 1 << 22 } } };
    },
    'HG_ARTIFACT_PROGRAM',
    /bytes of weights/,
  ],
  'a file that the manifest does not name': [() => ({ ...build(), files: [...build().files, 'libevil.so'] }), 'HG_ARTIFACT_PROGRAM', /libevil/],
  'a file that is missing': [() => ({ ...build(), files: ['program.json', 'main.onnx'] }), 'HG_ARTIFACT_PROGRAM', /"weights.bin"/],
  'a field of the manifest that is not ours': [manifest((text) => text.replace('{', '{"also":1,')), 'HG_ARTIFACT_PROGRAM', /also/],
  'a key that stands twice': [manifest((text) => text.replace('{"version":1', '{"version":1,"version":1')), 'HG_ARTIFACT_PROGRAM', /our writer writes/],
  'a manifest in other spaces': [manifest((text) => text.replace(':', ': ')), 'HG_ARTIFACT_PROGRAM', /our writer writes/],
  'a manifest that is no JSON': [manifest((text) => text.slice(0, 30)), 'HG_ARTIFACT_JSON'],
  'a manifest of another version': [program(() => ({ version: 2 })), 'HG_ARTIFACT_PROGRAM', /"\/version"/],
  'a negative size': [program(() => ({ activationBytes: -1 })), 'HG_ARTIFACT_PROGRAM', /activationBytes/],
  'an artifact without a digest': [program(() => ({ artifact: 'sha256:0' })), 'HG_ARTIFACT_PROGRAM', /a digest/],
};

test('a Program that was tampered with is refused', async (t) => {
  for (const [name, [tamper, code, message]] of Object.entries(TAMPERED))
    await t.test(name, () => assert.throws(() => check(tamper()), { name: 'HorngateError', code, message: message ?? /^Cannot / }));
});

test('two graphs may share a weight, and must not overlap otherwise', async (t) => {
  const two = (shift: number): ProgramFiles => {
    const parts = build();
    const graph = sample();
    const { places } = layoutWeights(graph);
    const other = encodeModel(graph, ({ value }) => {
      const place = places.get(value.id);
      return place === undefined ? 'inline' : { ...place, offset: place.offset + (place.length < 1 << 20 ? shift : 0) };
    });
    const predict = parts.program.signatures['predict'];
    assert.ok(predict);
    const program: Program = {
      ...parts.program,
      graphs: { main: { file: 'main.onnx' }, other: { file: 'other.onnx' } },
      signatures: { predict, again: signatureOf(graph, 'other') },
    };
    return {
      ...filesOf({ ...parts, program }),
      graphs: new Map([
        ['main.onnx', bytesSource(parts.graph)],
        ['other.onnx', bytesSource(other)],
      ]),
      files: [...parts.files, 'other.onnx'],
    };
  };
  await t.test('the same place', () => assert.equal(Object.keys(checkProgram(two(0)).graphs).length, 2));
  await t.test('a place that begins inside of another', () => assert.throws(() => checkProgram(two(64)), { code: 'HG_ARTIFACT_PROGRAM' }));
});

test('5,000 random changes are refused in order, or change nothing that counts', () => {
  const parts = filesOf(build());
  const graph = parts.graphs.get('main.onnx');
  assert.ok(graph);
  const [bytes, next] = [graph.read(0, graph.size), numbers(1)];
  const random = (most: number): number => Math.floor(((next() + 1) / 2) * most) % most;
  let accepted = 0;
  for (let round = 0; round < 5000; round++) {
    const mutate = (source: Uint8Array): Uint8Array => {
      const changed = source.slice(0, random(20) === 0 ? random(source.length) : source.length);
      for (let count = 1 + random(3); count > 0 && changed.length > 0; count--) changed[random(changed.length)] = random(256);
      return changed;
    };
    const inManifest = random(4) === 0;
    try {
      checkProgram({
        ...parts,
        manifest: inManifest ? mutate(parts.manifest) : parts.manifest,
        graphs: new Map([['main.onnx', bytesSource(inManifest ? bytes : mutate(bytes))]]),
      });
      accepted++;
    } catch (error) {
      assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)_/.test(error.code), String((error as Error).stack));
    }
  }
  // What remains are other weights inline, other whole numbers in attributes, or other texts: still a graph of ours.
  assert.ok(accepted < 2500, `${accepted} were accepted`);
});
