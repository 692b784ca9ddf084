import { table } from '../../keras/known/table.ts';

const MODULE = 'keras.src.layers.preprocessing.feature_space';

/** `keras.utils.FeatureSpace` and its parts: saved as a whole archive like a model, though `keras.layers` does not have it. From `get_config` of Keras 3.15.1. */
export const featureSpace = table([
  {
    class: 'FeatureSpace',
    module: 'keras.utils',
    registered: null,
    modules: [MODULE],
    aliases: [],
    fields: {
      features: ['object'],
      output_mode: ['string'],
      crosses: ['null', 'list'],
      crossing_dim: ['int'],
      hashing_dim: ['int'],
      num_discretization_bins: ['int'],
      name: ['null', 'string'],
    },
  },
  {
    class: 'Feature',
    module: MODULE,
    registered: 'Feature',
    modules: [],
    aliases: [],
    fields: { dtype: ['string'], preprocessor: ['object'], output_mode: ['string'] },
  },
  {
    class: 'Cross',
    module: MODULE,
    registered: 'Cross',
    modules: [],
    aliases: [],
    fields: { feature_names: ['list'], crossing_dim: ['int'], output_mode: ['string'] },
  },
]);
