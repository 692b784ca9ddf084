// biome-ignore-all format: printed by tools/oracle/known.py from Keras 3.15.1; do not edit by hand.
import type { PrintedClass } from './types.ts';

export const constraints: readonly PrintedClass[] = [
  { class: 'Constraint', module: 'keras.constraints', registered: null, modules: ['keras.src.constraints.constraints'], aliases: ['constraint'], fields: {} },
  { class: 'MaxNorm', module: 'keras.constraints', registered: null, modules: ['keras.src.constraints.constraints'], aliases: ['max_norm'], fields: { axis: ['null', 'int', 'list'], max_value: ['int', 'float'] } },
  { class: 'MinMaxNorm', module: 'keras.constraints', registered: null, modules: ['keras.src.constraints.constraints'], aliases: ['min_max_norm'], fields: { axis: ['null', 'int', 'list'], max_value: ['int', 'float'], min_value: ['int', 'float'], rate: ['int', 'float'] } },
  { class: 'NonNeg', module: 'keras.constraints', registered: null, modules: ['keras.src.constraints.constraints'], aliases: ['non_neg'], fields: {} },
  { class: 'UnitNorm', module: 'keras.constraints', registered: null, modules: ['keras.src.constraints.constraints'], aliases: ['unit_norm'], fields: { axis: ['null', 'int', 'list'] } },
];
