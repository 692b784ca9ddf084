import { defineLayer } from '../../define-layer.ts';

/** `CustomScaleLayer` of InceptionResNetV2: the first input plus `scale` times the second (keras/src/applications/inception_resnet_v2.py). */
export const customScaleLayer = defineLayer({
  keras: 'CustomScaleLayer',
  floats: true,
  config: (f) => ({ scale: f.number('scale') }),
  lower: (g, [x, y, ...others], { scale }, call) => {
    if (y === undefined || others.length > 0) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call "${call.name}" unless on two inputs`);
    return g.node('Add', [x, g.node('Mul', [y, g.scalar(scale, y.dtype)])]);
  },
});
