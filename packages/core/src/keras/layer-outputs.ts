import type { NamedValue } from '../graph/values.ts';
import type { ModelSpec } from './spec.ts';
import type { Shapes } from './trace.ts';

/**
 * What the named layers of a model answer, as further outputs: `name`, or `name/0`, `name/1`, … where a layer has several.
 *
 * Layers of the outermost model that are called once; others are left out, as their name does not say which answer is meant.
 */
export function layerOutputs(model: ModelSpec, shapes: Shapes, wanted: readonly string[]): readonly NamedValue[] {
  return model.layers.flatMap(({ name, object, nodes }) => {
    const values = wanted.includes(name) && nodes.length <= 1 ? (shapes.get(object.pointer) ?? []) : [];
    return values.map((value, index) => ({ name: values.length === 1 ? name : `${name}/${index}`, value }));
  });
}
