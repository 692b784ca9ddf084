import { readSafetensors, safetensorsHeader } from '../../artifact/safetensors/read-safetensors.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import type { Seen } from '../seen.ts';
import type { Sight } from '../sights.ts';
import type { FormatScanner } from './format.ts';

/** Tensors and texts, nothing that runs: what there is to see is whether every reader sees the same. */
export const safetensors: FormatScanner = {
  format: 'safetensors',
  proof: 'magic',
  accepts: ({ start, source }) => looksLikeHeader(start) && safetensorsHeader(start, source.size) !== undefined,
  scan: scanSafetensors,
};

/** Behind the length stands an object with a key, or an empty one. */
const looksLikeHeader = (start: Uint8Array): boolean => /^\{\s*["}]/.test(String.fromCharCode(...start.subarray(8, 72)));

function scanSafetensors(source: ByteSource, { limits }: Scope): Seen {
  const parts = new Parts();
  const file = parts.attempt(undefined, () => readSafetensors(source, { maxBytes: limits.maxConfigBytes, maxDepth: limits.maxDepth }));
  const sights: Sight[] = (file?.flaws ?? []).map(({ message, ...where }) => ({ kind: 'safetensors/layout', message, where }));
  const findings = [
    ...runChecks(CHECKS.json, { member: undefined, notes: file?.notes ?? [], troubles: [] }),
    ...runChecks(CHECKS.safetensors, { sights, troubles: parts.troubles }),
  ];
  return { format: 'safetensors', findings, troubles: parts.troubles };
}
