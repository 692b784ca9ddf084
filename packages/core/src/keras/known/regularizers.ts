// biome-ignore-all format: printed by tools/oracle/known.py from Keras 3.15.1; do not edit by hand.
import type { PrintedClass } from './types.ts';

export const regularizers: readonly PrintedClass[] = [
  { class: 'L1', module: 'keras.regularizers', registered: null, modules: ['keras.src.regularizers.regularizers'], aliases: ['l1'], fields: { l1: ['int', 'float'] } },
  { class: 'L1L2', module: 'keras.regularizers', registered: null, modules: ['keras.src.regularizers.regularizers'], aliases: ['l1_l2', 'l1l2'], fields: { l1: ['int', 'float'], l2: ['int', 'float'] } },
  { class: 'L2', module: 'keras.regularizers', registered: null, modules: ['keras.src.regularizers.regularizers'], aliases: ['l2'], fields: { l2: ['int', 'float'] } },
  { class: 'OrthogonalRegularizer', module: 'keras.regularizers', registered: null, modules: ['keras.src.regularizers.regularizers'], aliases: ['orthogonal_regularizer'], fields: { factor: ['int', 'float', 'list'], mode: ['string'] } },
  { class: 'Regularizer', module: 'keras', registered: null, modules: ['keras.regularizers', 'keras.src.regularizers.regularizers'], aliases: ['regularizer'], fields: {} },
];
