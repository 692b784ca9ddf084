import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutate } from '../formats/mutations.testing.ts';
import { scanBytes, storedZip } from '../scan.testing.ts';

const node = (loader: string, module: string, name: string, more: object = {}) => ({
  __class__: name,
  __module__: module,
  __loader__: loader,
  __id__: 1,
  ...more,
});
const json = (content: string) => node('JsonNode', 'builtins', 'str', { is_json: true, content });
const dict = (content: object) =>
  node('DictNode', 'builtins', 'dict', { content, key_types: node('ListNode', 'builtins', 'list', { content: [node('TypeNode', 'builtins', 'str')] }) });
const archive = (root: object, members: Readonly<Record<string, Uint8Array | string>> = {}) =>
  storedZip({ ...members, 'schema.json': JSON.stringify({ ...root, protocol: 2, _skops_version: '0.16.0' }) });
const said = (bytes: Uint8Array): string[] => [...new Set(scanBytes(bytes, 'm.skops').findings.map(({ check, severity }) => `${check} ${severity}`))].sort();

const model = (attributes: object) => node('ObjectNode', 'sklearn.linear_model._logistic', 'LogisticRegression', { content: dict(attributes) });

test('an archive of listed classes is silent', async (t) => {
  await t.test('a model', () => {
    const result = scanBytes(archive(model({ C: json('1.0'), 'import os': json('"eval("') })), 'm.skops');
    assert.deepEqual([result.format, result.findings, result.unread], ['skops', [], []]);
  });
  await t.test('a function on numbers', () => assert.deepEqual(said(archive(model({ f: node('FunctionNode', 'numpy', 'log1p') }))), []));
  await t.test('raw bytes', () =>
    assert.deepEqual(said(archive(model({ b: node('BytesNode', 'builtins', 'bytes', { file: 'a.bin' }) }), { 'a.bin': Uint8Array.of(1, 2, 0xff) })), []),
  );
});

const method = (func: string, owner: readonly [string, string]) =>
  node('MethodNode', 'sklearn.linear_model._logistic', 'LogisticRegression', { content: { func, obj: node('ObjectNode', ...owner) } });

test('scanner/skops-types: a class that is not listed is found', () =>
  assert.deepEqual(said(archive(node('ObjectNode', '__main__', 'Mine'))), ['skops/unlisted-type medium']));

test('what is not listed, or is more than an object, is found', async (t) => {
  const own = ['sklearn.linear_model._logistic', 'LogisticRegression'] as const;
  const cases: Readonly<Record<string, readonly [Uint8Array, ...string[]]>> = {
    'a class of its author': [archive(model({ a: node('ObjectNode', '__main__', 'Mine') })), 'skops/unlisted-type medium'],
    'a class of the library that was not reviewed': [archive(model({ a: node('ObjectNode', 'sklearn.tree._tree', 'Evil') })), 'skops/unlisted-type medium'],
    'os.system': [archive(model({ f: node('FunctionNode', 'os', 'system') })), 'skops/embedded-code critical'],
    'eval as a type': [archive(model({ f: node('TypeNode', 'builtins', 'eval') })), 'skops/embedded-code critical'],
    'a function of its author': [archive(model({ f: node('FunctionNode', '__main__', 'f') })), 'skops/unlisted-type medium'],
    'CVE-2025-54412': [
      archive(
        node('OperatorFuncNode', 'sklearn.linear_model._stochastic_gradient', 'call', { attrs: node('TupleNode', 'builtins', 'tuple', { content: [] }) }),
      ),
      'skops/embedded-code critical',
    ],
    'a method caller': [
      archive(node('OperatorFuncNode', 'operator', 'methodcaller', { attrs: node('TupleNode', 'builtins', 'tuple', { content: [] }) })),
      'skops/embedded-code critical',
    ],
    'CVE-2025-54413': [archive(method('__getattribute__', ['builtins', 'int'])), 'skops/embedded-code critical'],
    'a method of another class': [archive(method('predict', ['builtins', 'dict'])), 'skops/embedded-code critical'],
    'an inner method': [archive(method('__reduce__', own)), 'skops/embedded-code critical'],
    'a method': [archive(method('predict', own)), 'skops/unlisted-type medium'],
    'a function with arguments': [
      archive(
        node('PartialNode', 'functools', 'partial', {
          content: { func: node('FunctionNode', 'os', 'system'), args: node('TupleNode', 'builtins', 'tuple', { content: [json('"id"')] }) },
        }),
      ),
      'skops/embedded-code critical',
      'skops/unlisted-type medium',
    ],
    'a loader that is none': [archive(model({ a: node('PickleNode', 'builtins', 'dict') })), 'skops/structure medium'],
    'a node without its names': [archive(model({ a: { __loader__: 'ObjectNode' } })), 'skops/structure medium'],
    'no description': [storedZip({ 'schema.json': '{"a": 1}' }), 'skops/structure medium'],
    'a member that nothing reads': [archive(model({}), { 'a.txt': 'hello' }), 'skops/structure medium'],
    'a member that is not there': [archive(model({ b: node('BytesNode', 'builtins', 'bytes', { file: 'a.bin' }) })), 'skops/structure medium'],
    'a key twice': [
      storedZip({ 'schema.json': '{"__loader__": "JsonNode", "__class__": "str", "__class__": "eval", "__module__": "builtins"}' }),
      'json/duplicate-key high',
    ],
  };
  for (const [name, [bytes, ...expected]] of Object.entries(cases)) await t.test(name, () => assert.deepEqual(said(bytes), expected));
  await t.test('a pickle as raw bytes', () => {
    const pickle = new Uint8Array(Buffer.from('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02id\x85R.', 'latin1'));
    const seen = said(archive(model({ b: node('BytesNode', 'builtins', 'bytes', { file: 'a.bin' }) }), { 'a.bin': pickle }));
    assert.ok(
      seen.some((one) => one.startsWith('pickle/')),
      seen.join(),
    );
  });
});

test('damaged archives never stop us as a bug of ours', () =>
  mutate(
    [archive(model({ a: node('BytesNode', 'builtins', 'bytes', { file: 'a.bin' }), f: node('FunctionNode', 'numpy', 'log1p') }), { 'a.bin': 'xx' })],
    'm.skops',
    1000,
  ));
