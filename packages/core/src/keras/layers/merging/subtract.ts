import { fold, merging } from './base-merge.ts';

/** `keras.layers.Subtract`: the first less the second, of exactly two (keras/src/layers/merging/subtract.py). */
export const subtract = merging({
  keras: 'Subtract',
  merge: (g, inputs, call) => {
    if (inputs.length !== 2) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call "${call.name}" unless it has 2 inputs: found ${inputs.length}`);
    return fold(g, 'Sub', inputs);
  },
});
