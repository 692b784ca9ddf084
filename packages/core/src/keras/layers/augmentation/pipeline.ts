import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.Pipeline`: its layers, one after the other, each with what the one before answered (keras/src/layers/preprocessing/pipeline.py). */
export const pipeline = defineLayer({
  keras: 'Pipeline',
  inner: { layers: 'layers' },
  mask: 'own',
  types: 'own',
  config: (f) => f.ignore('layers'),
  lower: (_, [x, ...others], __, call) => {
    if (others.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" over several inputs`);
    const layers = call.inner('layers');
    if (layers.length === 0) throw call.refuse('HG_ARTIFACT_FIELD', `Cannot call "${call.name}" as it has no layers`);
    return layers.reduce<readonly Value[]>(
      ([value = x, ...more], layer) => {
        if (more.length > 0) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile "${call.name}" behind a layer of several answers`);
        return layer.call([{ kind: 'value', value }]);
      },
      [x],
    );
  },
});
