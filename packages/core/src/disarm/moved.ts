import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../artifact/json/json.ts';
import type { JsonTree } from '../artifact/json/write-json.ts';
import type { Place } from '../scanner/keras/place.ts';
import { isDType } from '../tensor/dtype.ts';
import { rebuildShape } from './rebuilding.ts';

/** Says the shape of a model's input on its first layer; Keras 3 takes it on an InputLayer alone (keras/src/layers/core/input_layer.py). */
const SHAPE = 'batch_input_shape';

/** Fields of Keras 2 whose meaning goes elsewhere in the new description, and so is not left out. */
export const isMoved = (field: string): boolean => field === SHAPE;

/** The InputLayer that Keras 2 makes of the shape on the first layer of a Sequential (tf_keras/src/engine/sequential.py, `add`). */
export function inputBefore(layer: Json | undefined, place: Place): JsonTree | undefined {
  const config = isJsonObject(layer) ? layer['config'] : undefined;
  if (!isJsonObject(layer) || !isJsonObject(config) || layer['class_name'] === 'InputLayer' || config[SHAPE] === undefined || 'layers' in config)
    return undefined;
  const { name, dtype } = config;
  return new Map<string, JsonTree>([
    ['module', 'keras.layers'],
    ['class_name', 'InputLayer'],
    [
      'config',
      new Map<string, JsonTree>([
        ['batch_shape', rebuildShape(config[SHAPE] as Json, { parent: { parent: place, token: 'config' }, token: SHAPE })],
        ['dtype', isDType(dtype) ? dtype : 'float32'],
        ['sparse', false],
        ['name', `${typeof name === 'string' ? name : 'layer'}_input`],
      ]),
    ],
    ['registered_name', null],
  ]);
}

/** `BatchNormalization(axis=[3])`: Keras 2 takes lists of axes there, and writes one for one axis; Keras 3 takes a number. */
export function withoutList(config: JsonObject, className: string): JsonObject {
  const axis = config['axis'];
  const only = isJsonArray(axis) && axis.length === 1 ? axis[0] : undefined;
  return className === 'BatchNormalization' && only !== undefined ? { ...config, axis: only } : config;
}
