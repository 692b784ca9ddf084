import { sameDims } from '../../../graph/dims.ts';
import { MAX_INDICES } from '../../../stages/lookup.ts';
import { isInteger } from '../../../tensor/dtype.ts';
import { defineLayer } from '../../define-layer.ts';
import { encode } from './encode.ts';
import { outputOf } from './hashing.ts';

/** `keras.layers.HashedCrossing`: the bin of each row of two columns of texts or integers (keras/src/layers/preprocessing/hashed_crossing.py). */
export const hashedCrossing = defineLayer({
  keras: 'HashedCrossing',
  types: 'own',
  config: (f) => ({ bins: f.int('num_bins', { min: 1, max: MAX_INDICES }), ...outputOf(f, ['int', 'one_hot']) }),
  lower: (g, inputs, { bins, mode, dtype }, call) => {
    const [first] = inputs;
    const rank = first.dims.length;
    // More than two are hashed by the layer, but its `compute_output_shape` refuses them in any model.
    if (inputs.length !== 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless on two inputs: found ${inputs.length}`);
    if (rank > 2 || rank < 1 || (rank === 2 && first.dims[1] !== 1))
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its inputs are columns`);
    for (const x of inputs) {
      if (!sameDims(x.dims, first.dims)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its inputs have equal shapes`);
      if (x.dtype !== 'string' && !isInteger(x.dtype))
        throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for an input of type "${x.dtype}"`);
    }
    const ids = g.step('cross', { bins }, null, inputs, { dtype: 'int64', dims: first.dims });
    return g.cast(mode === 'int' ? ids : encode(g, ids, { mode, depth: bins, dtype: 'float32' }, call), dtype);
  },
});
