import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { scanTemplate } from '../jinja/scan-template.ts';
import type { Scope } from '../scope.ts';
import type { Seen } from '../seen.ts';
import type { FormatScanner } from './format.ts';

/** A file that is a template, as transformers keeps it beside a tokenizer (`chat_template.jinja`). */
export const jinja: FormatScanner = {
  format: 'jinja',
  proof: 'grammar',
  accepts: ({ start, sniffed, name }) => isTemplate(start, sniffed.format === 'json') || (isNamed(name) && !start.includes(0)),
  scan: scanJinja,
};

/** A tag at its beginning, which no JSON has, or a statement somewhere in a text that is not Markdown, where templates are quoted. */
function isTemplate(start: Uint8Array, json: boolean): boolean {
  const text = decodeUtf8(start, 'replace');
  if (/^\s*\{[%{#]/.test(text)) return true;
  return !json && /\{%[-+]?\s*(?:for|if|set|macro|include|import|from|extends)\b[^\n]*%\}|\{\{[-+]?\s*[\w'"[(][^\n]*\}\}/.test(text) && !MARKDOWN.test(text);
}

/** Loaders take a template by its name, whatever it begins with. */
const isNamed = (name: string): boolean => /\.(?:jinja2?|j2)$/i.test(name);

const MARKDOWN = /^(?:#{1,6} |```|---\s*$|<\w|\* |- |> |\|)/m;

function scanJinja(source: ByteSource, { limits }: Scope): Seen {
  if (source.size > limits.maxConfigBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read the template as it must have at most ${limits.maxConfigBytes} bytes: it has ${source.size}`);
  const template = decodeUtf8(source.read(0, source.size));
  if (template === undefined) throw new HorngateError('HG_ARTIFACT_TEMPLATE', 'Cannot read the template as it must be UTF-8: it is not');
  return { format: 'jinja', ...scanTemplate(template, {}, limits) };
}
