import { isJsonObject } from '../../artifact/json/json.ts';
import { readJson } from '../../artifact/json/read-json.ts';
import type { Node } from '../../artifact/protobuf/message.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import type { Limits } from '../../words/limits.ts';
import { runChecks } from '../define-check.ts';
import { collectObjects } from '../keras/objects.ts';
import { Parts } from '../parts.ts';
import { codeClass } from '../rules/keras/code-class.ts';
import { fileReference } from '../rules/keras/file-reference.ts';
import { lambdaBytecode } from '../rules/keras/lambda-bytecode.ts';
import type { Inner } from '../seen.ts';

/**
 * What Keras 2 wrote beside a SavedModel for each object: a JSON text with the configuration of a layer, from which `load_model` builds it again.
 *
 * It is looked at for code and for files. The other rules of Keras know what Keras 3 writes, and would misjudge it.
 */
export function scanKerasMetadata(node: Node, limits: Limits): Inner | undefined {
  const parts = new Parts();
  const text = node.text(limits.maxConfigBytes + 1);
  if (!text.trimStart().startsWith('{')) return undefined;
  const value = parts.attempt(undefined, () => readJson(encodeUtf8(text), { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }).value);
  if (!isJsonObject(value) || !('class_name' in value)) return { findings: [], troubles: parts.troubles };
  const { objects, error } = collectObjects(value, limits.maxLayers);
  if (error !== undefined) parts.note(error, undefined);
  const subject = { member: '', config: value, objects, metadata: undefined, members: [] };
  const findings = runChecks([codeClass, fileReference, lambdaBytecode], subject).map(({ where: { member: _, ...where }, ...finding }) => ({
    ...finding,
    where: { ...where, offset: node.at },
  }));
  return { findings, troubles: parts.troubles };
}
