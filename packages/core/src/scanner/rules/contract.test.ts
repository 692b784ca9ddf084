import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANOMALIES, type Hdf5AnomalyKind, severityOf, type ZipAnomalyKind } from '../../artifact/anomalies.ts';
import { isSeverity } from '../../words/finding.ts';
import { POLICY_PATHS, runChecks } from '../define-check.ts';
import { ALL_CHECKS, CHECKS } from './index.ts';

/** Findings by these ids were promised to people's scripts: an id is never renamed. */
const PROMISED =
  `keras/lambda-bytecode keras/code-class keras/unknown-class keras/unknown-module keras/unknown-function keras/unsafe-setting keras/file-reference
keras/unknown-field keras/field-type keras/name-path keras/unknown-member keras/pickle-member keras/custom-object
hdf5/external-storage hdf5/external-link hdf5/soft-link hdf5/virtual-dataset hdf5/shape-bomb hdf5/filter hdf5/cycle hdf5/structure
zip/duplicate zip/traversal zip/encrypted zip/mismatch zip/trailing-data zip/prefix-data zip/link zip/ratio zip/structure
archive/duplicate archive/mismatch archive/link archive/special-file archive/structure archive/trailing-data archive/traversal code/program code/script scan/source-code
json/duplicate-key json/encoding json/structure scan/limit scan/unread scan/extension
config/hydra-target folder/code-disagreement folder/missing-file folder/two-descriptions gguf/layout gguf/structure huggingface/path huggingface/remote-code huggingface/unlisted-module jinja/attribute jinja/call jinja/computed-name jinja/import jinja/structure mlflow/code mlflow/loader-module mlflow/path safetensors/layout safetensors/structure skops/embedded-code skops/structure skops/unlisted-type yaml/alias yaml/duplicate-key yaml/structure yaml/tag
npy/structure npy/trailing-data pickle/attribute-traversal pickle/changed-global pickle/computed-name pickle/extension-code pickle/incomplete pickle/persistent-id pickle/several
pickle/trailing-data pickle/unlisted-call pickle/unlisted-global pickle/unlisted-operation pytorch/code pytorch/storage
onnx/code-operator onnx/external-data onnx/masked-operator onnx/recursion onnx/structure onnx/tensor-layout onnx/unknown-operator
tensorflow/asset-path tensorflow/code-operator tensorflow/file-operator tensorflow/masked-operator tensorflow/network-operator tensorflow/opaque-operator
tensorflow/structure tensorflow/unknown-operator tflite/flex-operator tflite/structure tflite/tensor-layout tflite/trailing-data tflite/unknown-operator`.split(
    /\s+/,
  );

test('every check keeps the contract', async (t) => {
  const ids = ALL_CHECKS.map(({ id }) => id as string);
  await t.test('ids are unique', () => assert.equal(new Set(ids).size, ids.length));
  await t.test('promised ids are there', () =>
    assert.deepEqual(
      PROMISED.filter((id) => !ids.includes(id)),
      [],
    ),
  );
  for (const [area, checks] of Object.entries(CHECKS))
    for (const { id, policy, severity, about, advice, references } of checks)
      await t.test(id, () => {
        assert.match(id, new RegExp(`^${area}/[a-z0-9]+(-[a-z0-9]+)*$`));
        assert.ok(POLICY_PATHS.includes(policy) && isSeverity(severity));
        for (const sentence of [about, advice]) assert.match(sentence, /^[A-Z].{15,}[.]$/);
        assert.doesNotMatch(about + advice, /\b(safe|secure|clean|harmless)\b/i);
        for (const reference of references) assert.match(reference, /^(CVE-\d{4}-\d{4,6}|CWE-\d+|GHSA(-[0-9a-z]{4}){3})$/);
      });
  for (const [area, checks] of Object.entries(CHECKS))
    await t.test(`${area}: sorted`, () => {
      const names = checks.map(({ id }) => id);
      assert.deepEqual(names, [...names].sort());
    });
});

const at = { offset: 7, message: 'm' };

test('every anomaly of the readers becomes one finding, as severe as their table says', async (t) => {
  for (const kind of Object.keys(ANOMALIES) as (ZipAnomalyKind | Hdf5AnomalyKind)[]) {
    if (kind === 'hdf5/unread') continue; // a gap of ours: scan/unread says it
    await t.test(kind, () => {
      const findings = kind.startsWith('zip/')
        ? runChecks(CHECKS.zip, { anomalies: [{ ...at, kind: kind as ZipAnomalyKind, member: 'a' }], troubles: [] })
        : runChecks(CHECKS.hdf5, { member: 'a', anomalies: [{ ...at, kind: kind as Hdf5AnomalyKind, path: '/b' }], troubles: [] });
      assert.equal(findings.length, 1);
      assert.equal(findings[0]?.severity, severityOf(kind));
      assert.deepEqual(findings[0]?.where, kind.startsWith('zip/') ? { member: 'a', offset: 7 } : { member: 'a', pointer: '/b', offset: 7 });
    });
  }
});
