// biome-ignore-all format: printed by tools/oracle/known.py from Keras 3.15.1; do not edit by hand.
import type { PrintedClass } from './types.ts';

export const models: readonly PrintedClass[] = [
  { class: 'Functional', module: 'keras.src.models.functional', registered: 'Functional', modules: [], aliases: [], fields: { dtype: ['null', 'string', 'object'], input_layers: ['null', 'list', 'object'], layers: ['list'], name: ['string'], output_layers: ['null', 'list', 'object'], trainable: ['bool'] } },
  { class: 'Model', module: 'keras', registered: null, modules: ['keras.models', 'keras.src.models.model'], aliases: [], fields: { dtype: ['null', 'string', 'object'], input_layers: ['null', 'list', 'object'], layers: ['list'], name: ['string'], output_layers: ['null', 'list', 'object'], trainable: ['bool'] } },
  { class: 'Sequential', module: 'keras', registered: null, modules: ['keras.models', 'keras.src.models.sequential'], aliases: [], fields: { build_input_shape: ['null', 'list'], dtype: ['null', 'string', 'object'], layers: ['list'], name: ['string'], trainable: ['bool'] } },
];
