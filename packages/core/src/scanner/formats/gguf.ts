import { type GgufText, isGguf, readGguf } from '../../artifact/gguf/read-gguf.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { scanTemplate } from '../jinja/scan-template.ts';
import { Parts } from '../parts.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Seen, together } from '../seen.ts';
import type { Sight } from '../sights.ts';
import type { FormatScanner } from './format.ts';

/** A model of llama.cpp and its kin: keys, tensors, and templates of prompts, which a program in Python renders as well. */
export const gguf: FormatScanner = { format: 'gguf', proof: 'magic', accepts: ({ start }) => isGguf(start), scan: scanGguf };

function scanGguf(source: ByteSource, { limits }: Scope): Seen {
  const parts = new Parts();
  const templates: GgufText[] = [];
  const file = parts.attempt(undefined, () => readGguf(source, { maxItems: limits.maxStructures, maxTextBytes: limits.maxConfigBytes }, templates));
  const sights: Sight[] = (file?.flaws ?? []).map(({ message, offset }) => ({ kind: 'gguf/layout', message, where: { offset } }));
  const own = { findings: runChecks(CHECKS.gguf, { sights, troubles: parts.troubles }), troubles: parts.troubles };
  return { format: 'gguf', ...together([own, ...templates.map(({ key, text }) => scanTemplate(text, { member: key }, limits))]) };
}
