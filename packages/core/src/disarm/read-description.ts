import type { Json, JsonObject } from '../artifact/json/json.ts';
import { readJson } from '../artifact/json/read-json.ts';
import { modernConfig } from '../keras/legacy/modern-config.ts';
import { readModel } from '../keras/read.ts';
import type { ModelSpec } from '../keras/spec.ts';
import type { Limits } from '../words/limits.ts';
import type { Dropped } from './dropped.ts';
import type { IsFloat } from './rebuilding.ts';

/** A text of JSON with what its numbers were written as. What other readers would see otherwise is named: in the new text there is one way to read it. */
export class ReadText {
  readonly value: Json;
  readonly isFloat: IsFloat;

  constructor(bytes: Uint8Array, member: string, limits: Limits, dropped: Dropped) {
    const floats = new Map<readonly Json[] | JsonObject, Set<number | string>>();
    const { value, notes } = readJson(bytes, { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }, (container, token) => {
      const tokens = floats.get(container) ?? new Set();
      floats.set(container, tokens.add(token));
    });
    for (const { kind, pointer } of notes) if (SEEN_OTHERWISE[kind] !== undefined) dropped.add(`${member} ${pointer}: ${SEEN_OTHERWISE[kind]}`);
    this.value = value;
    this.isFloat = (container, token) => floats.get(container)?.has(token) === true;
  }

  /** @throws HG_ARTIFACT_*, HG_LIMIT_LAYERS */
  describe(writer: 2 | 3, limits: Limits): { readonly config: Json; readonly model: ModelSpec } {
    const config = modernConfig(this.value, writer);
    return { config, model: readModel(config, limits) };
  }
}

const SEEN_OTHERWISE: Readonly<Record<string, string>> = {
  'duplicate-key': 'the earlier values of a key that stands there twice; Python takes the last one',
  'not-utf8': 'an encoding other than UTF-8',
  bom: 'a byte order mark',
};
