import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../artifact/source.ts';
import { GraphBuilder } from '../graph/builder.ts';
import type { NamedValue } from '../graph/values.ts';
import { nextOf, type Program } from '../words/program.ts';
import { checkProgram } from './checker.ts';
import { writeManifest } from './manifest.ts';
import { signatureOf } from './signature.ts';
import { encodeModel } from './writer.ts';

/** y = x + s, and s becomes y; what is kept besides is handed on. */
function build(next: (kept: NamedValue[]) => NamedValue[] = (kept) => kept): { readonly program: Program; readonly graph: Uint8Array } {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [2, 3]);
  const [a, b] = [g.input('a', 'float32', [2, 3]), g.input('b', 'float32', [2])];
  const y = g.node('Add', [x, a]);
  const kept = [a, b].map((value, index) => ({ name: nextOf('ab'[index] ?? ''), value: g.node('Identity', [index === 0 ? y : value]) }));
  const graph = g.finish([{ name: 'y', value: y }, ...next(kept)]);
  const signature = signatureOf(graph, 'main');
  const program: Program = {
    version: 1,
    compiler: '0.1.0',
    artifact: `sha256:${'0'.repeat(64)}`,
    graphs: { main: { file: 'main.onnx' } },
    weights: null,
    tables: [],
    signatures: { predict: signature },
    state: signature.inputs.slice(1),
    activationBytes: 0,
  };
  return { program, graph: encodeModel(graph, () => 'inline') };
}

const check = ({ program, graph }: ReturnType<typeof build>): Program =>
  checkProgram({
    manifest: writeManifest(program),
    graphs: new Map([['main.onnx', bytesSource(graph)]]),
    files: ['main.onnx', 'program.json'],
    weightsBytes: 0,
    tables: new Map(),
  });

test('a Program that keeps a state passes the second check', () => {
  const parts = build();
  assert.deepEqual(check(parts).state, parts.program.state);
});

const changed = (change: (program: Program) => Partial<Program>) => (): ReturnType<typeof build> => {
  const parts = build();
  return { ...parts, program: { ...parts.program, ...change(parts.program) } };
};

/** The host takes the last tensors of a call for the state: what a compromised guest might say of them. */
const TAMPERED: Readonly<Record<string, () => ReturnType<typeof build>>> = {
  'a state that is no input': changed(({ state }) => ({ state: [{ name: 'c', dtype: 'float32', shape: [2] }, ...state] })),
  'states in another order': changed(({ state }) => ({ state: state.toReversed() })),
  'a state of another shape': changed(({ state }) => ({ state: state.map((spec) => ({ ...spec, shape: [3] })) })),
  'more states than inputs': changed(({ state }) => ({ state: [...state, ...state, ...state] })),
  'next values in another order': () => build((kept) => kept.toReversed()),
  'a state without a next value': () => build((kept) => kept.slice(1)),
};

for (const [name, tamper] of Object.entries(TAMPERED))
  test(`onnx/state: the second check refuses ${name}`, () => {
    assert.throws(() => check(tamper()), { code: 'HG_ARTIFACT_PROGRAM' });
  });
