// biome-ignore-all format: printed by tools/oracle/known.py from Keras 3.15.1; do not edit by hand.
import type { PrintedClass } from './types.ts';

export const dtypePolicies: readonly PrintedClass[] = [
  { class: 'AWQDTypePolicy', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { mode: ['string'], source_name: ['null', 'string'] } },
  { class: 'DTypePolicy', module: 'keras', registered: null, modules: ['keras.dtype_policies', 'keras.mixed_precision', 'keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { name: ['null', 'string'] } },
  { class: 'DTypePolicyMap', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy_map'], aliases: [], fields: { default_policy: ['null', 'string', 'object'], policy_map: ['null', 'object'] } },
  { class: 'FloatDTypePolicy', module: 'keras', registered: null, modules: ['keras.dtype_policies', 'keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { name: ['null', 'string'] } },
  { class: 'GPTQDTypePolicy', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { mode: ['string'], source_name: ['null', 'string'] } },
  { class: 'Int4DTypePolicy', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { mode: ['string'], source_name: ['null', 'string'] } },
  { class: 'QuantizedDTypePolicy', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { mode: ['string'], source_name: ['null', 'string'] } },
  { class: 'QuantizedFloat8DTypePolicy', module: 'keras.dtype_policies', registered: null, modules: ['keras.src.dtype_policies.dtype_policy'], aliases: [], fields: { amax_history_length: ['int'], mode: ['string'], source_name: ['null', 'string'] } },
];
