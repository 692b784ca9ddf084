import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { MATHEMATICS } from './mathematics.ts';
import type { Row } from './row.ts';
import { SHAPES } from './shapes.ts';

const defined = ([names, parameters, lower]: Row): readonly (readonly [string, AnyOperation])[] =>
  names
    .split(' ')
    .map((name) => [
      name,
      defineOperation({ keras: name, arguments: [...parameters, 'name'], types: 'own', config: readFunction, lower: (g, _, call) => lower(g, call) }),
    ]);

const readFunction = (fields: { string(name: string): string }): string => fields.string('function');

/**
 * The functions of TensorFlow that stand as layers in models of Keras 2, and that are compiled. What is not here is refused by its name: real Keras 2 looks up
 * whatever name the file holds in all of TensorFlow.
 */
export const TENSORFLOW_FUNCTIONS: ReadonlyMap<string, AnyOperation> = new Map([...MATHEMATICS, ...SHAPES].flatMap(defined));
