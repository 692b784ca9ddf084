import type { JsonObject } from '../../../artifact/json/json.ts';
import { defineCheck } from '../../define-check.ts';
import { dictionaries } from '../../keras/dictionaries.ts';
import { pointerAt } from '../../keras/place.ts';
import { quote } from '../../quote.ts';

/** Fields which Keras or keras-hub opens as a file, or as an address, when they hold text. */
const FILE_FIELDS = new Set([
  'vocabulary', 'idf_weights', 'filepath', 'file_path', 'filename', 'fname', 'path', 'proto', 'merges', 'origin', 'url', 'uri', 'cache_dir', 'extract_dir',
  'directory', 'archive', 'spe_model', 'sentencepiece_model', 'vocabulary_file', 'merges_file', 'asset_path', 'weights_path', 'saved_model_path',
]); // biome-ignore format: a table
/** Text of the author's which may look like anything. */
const FREE_TEXT = new Set(['name', 'mask_token', 'oov_token', 'mask_value', 'salt', 'value']);
const PATH = /^(?:[a-z][a-z0-9+.-]*:\/\/|~?[/\\]|\.\.?[/\\]|[a-z]:[/\\])./i;

/**
 * Text where Keras would open a file: the path of a vocabulary reads any file of the machine, and an address reaches any host (`gs://`, `http://`).
 * Contents of lists are data and are not looked at.
 */
export const fileReference = defineCheck({
  id: 'keras/file-reference',
  policy: 'multi-tenant/tenant-isolation',
  severity: 'high',
  about: 'Loading the model would open a file or an address that its author chose.',
  advice: 'Ask for a model that holds its vocabulary itself, as a list or as an asset.',
  references: ['CVE-2025-12058', 'CVE-2026-1462', 'CWE-73', 'CWE-918'],

  *check({ member, config }) {
    if (config === undefined) return;
    for (const { value, place } of dictionaries(config))
      for (const field of fileFields(value))
        yield { where: { member, pointer: pointerAt(place, field) }, message: `Names a file or an address in "${field.slice(0, 80)}": ${quote(value[field])}` };
  },
});

function* fileFields(value: JsonObject): Generator<string> {
  for (const field of Object.keys(value)) {
    const text = value[field];
    if (typeof text !== 'string' || text === '') continue;
    if (FILE_FIELDS.has(field) || (!FREE_TEXT.has(field) && PATH.test(text))) yield field;
  }
}
