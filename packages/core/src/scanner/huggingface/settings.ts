import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../artifact/json/json.ts';
import type { Limits } from '../../words/limits.ts';
import { runChecks } from '../define-check.ts';
import { scanTemplate } from '../jinja/scan-template.ts';
import { dictionaries } from '../keras/dictionaries.ts';
import { type Place, pointerAt } from '../keras/place.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import { type Inner, together } from '../seen.ts';
import { Sights } from '../sights.ts';

/** Where something was written: in a member of its own, or in the file. */
export interface Written {
  readonly member?: string;
}

type Telling = (what: string, place: Place | undefined, severity?: 'high') => void;

/**
 * Settings that make a library run code or render a template, wherever they stand in a configuration: `auto_map`, `custom_pipelines`, `trust_remote_code`,
 * kernels by the name of a repository, `_target_`, `chat_template`. The rest is data.
 */
export function scanSettings(config: Json, written: Written, limits: Limits): Inner {
  const sights = new Sights();
  const templates: Inner[] = [];
  for (const { value, place } of dictionaries(config)) {
    const tell: Telling = (what, at, severity) => sights.add('huggingface/remote-code', what, { ...written, pointer: pointerAt(at) }, severity);
    for (const [key, telling] of Object.entries(CODE_SETTINGS)) if (Object.hasOwn(value, key)) telling(value[key] as Json, { parent: place, token: key }, tell);
    if (Object.hasOwn(value, '_target_') && typeof value['_target_'] !== 'number')
      // a vocabulary may have the word
      sights.add('config/hydra-target', `Names what is to be called: ${quote(value['_target_'])}`, { ...written, pointer: pointerAt(place, '_target_') });
    for (const key of Object.keys(value)) if (key.endsWith('chat_template')) templates.push(...templatesOf(value, key, place, written, limits));
  }
  const subject = { sights: sights.list, troubles: [] };
  return together([{ findings: [...runChecks(CHECKS.config, subject), ...runChecks(CHECKS.huggingface, subject)], troubles: [] }, ...templates]);
}

const CODE_SETTINGS: Readonly<Record<string, (value: Json, place: Place, tell: Telling) => void>> = {
  auto_map: (value, place, tell) => {
    for (const { text, at } of namesIn(value, place)) tell(`Names the class ${quote(text)} of ${whose(text)}`, at, text.includes('--') ? 'high' : undefined);
  },
  custom_generate: (value, place, tell) => {
    if (value !== null) tell(`Names a program that generates: ${quote(value)}`, place);
  },
  custom_pipelines: (value, place, tell) => {
    if (isJsonObject(value) && Object.keys(value).length === 0) return;
    tell(`Names pipelines of its own${isJsonObject(value) ? `: ${Object.keys(value).slice(0, 5).map(quote).join(', ')}` : ''}`, place);
  },
  trust_remote_code: (value, place, tell) => {
    if (value !== false && value !== null) tell('Says that foreign code is to be trusted', place, 'high');
  },
  ...Object.fromEntries(['attn_implementation', '_attn_implementation', '_attn_implementation_internal', 'experts_implementation'].map((key) => [key, kernel])),
};

/** A library downloads and loads compiled code where such a name is one of a repository. */
function kernel(value: Json, place: Place, tell: Telling): void {
  for (const { text, at } of namesIn(value, place)) if (text.includes('/')) tell(`Names compiled code of the repository ${quote(text)}`, at, 'high');
}

const whose = (name: string): string => (name.includes('--') ? 'another repository' : 'a file beside it');

/** Texts of a value, its lists and its dictionaries; anything else in their place is told as well. */
export function* namesIn(value: Json, place: Place): Generator<{ readonly text: string; readonly at: Place }> {
  if (typeof value === 'string') yield { text: value, at: place };
  const tokens = isJsonArray(value) ? value.keys() : isJsonObject(value) ? Object.keys(value) : [];
  for (const token of tokens) {
    const child = (value as { readonly [token: string | number]: Json })[token] as Json;
    const at = { parent: place, token };
    if (typeof child === 'string') yield { text: child, at };
    else if (isJsonArray(child)) for (const [index, one] of child.entries()) if (typeof one === 'string') yield { text: one, at: { parent: at, token: index } };
  }
}

/** Templates of one setting: a text, a list of named ones, or texts by name. */
function* templatesOf(value: JsonObject, key: string, place: Place | undefined, written: Written, limits: Limits): Generator<Inner> {
  const found = value[key] as Json;
  const at = { parent: place, token: key };
  const scan = (text: Json | undefined, ...more: readonly (string | number)[]): Inner[] =>
    typeof text === 'string' ? [scanTemplate(text, { ...written, pointer: pointerAt(at, ...more) }, limits)] : [];
  yield* scan(found);
  if (isJsonArray(found))
    for (const [index, one] of found.slice(0, MAX_TEMPLATES).entries()) yield* isJsonObject(one) ? scan(one['template'], index, 'template') : scan(one, index);
  else if (isJsonObject(found)) for (const name of Object.keys(found).slice(0, MAX_TEMPLATES)) yield* scan(found[name], name);
}

/** Models have three or four. */
const MAX_TEMPLATES = 1000;
