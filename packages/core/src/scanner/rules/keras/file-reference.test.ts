import { dense, json, LAYER, object, ruleTest, sequential, withLayer } from '../../check.testing.ts';
import { fileReference } from './file-reference.ts';

const lookup = (config: object, name = 'StringLookup') => withLayer(object(name, 'keras.layers', config));

ruleTest(
  fileReference,
  {
    'a vocabulary on the disk': [lookup({ vocabulary: '/etc/passwd' }), `${LAYER}/config/vocabulary`],
    'a vocabulary with a plain name': [lookup({ vocabulary: 'words.txt' }), `${LAYER}/config/vocabulary`],
    'a vocabulary in a bucket': [lookup({ vocabulary: 'gs://bucket/words' }, 'TextVectorization'), `${LAYER}/config/vocabulary`],
    'weights of a lookup on the disk': [lookup({ idf_weights: 'w.npy' }), `${LAYER}/config/idf_weights`],
    'a SavedModel': [lookup({ filepath: 'saved' }, 'TFSMLayer'), `${LAYER}/config/filepath`],
    'a tokenizer of keras-hub': [lookup({ proto: 'vocabulary.spm', merges: 'm.txt' }, 'BytePairTokenizer'), `${LAYER}/config/proto`, `${LAYER}/config/merges`],
    'an address in any other field': [withLayer({ ...dense(), config: { activation: 'https://host.invalid/x' } }), `${LAYER}/config/activation`],
    'a path that leads out': [withLayer({ ...dense(), config: { activation: '../x' } }), `${LAYER}/config/activation`],
    'a path of Windows': [withLayer({ ...dense(), config: { activation: 'C:\\x' } }), `${LAYER}/config/activation`],
    'a plain dictionary deep inside': [json(sequential([], { build_config: { a: [{ vocabulary: 'x' }] } })), '/build_config/a/0/vocabulary'],
  },
  {
    'a vocabulary that is a list of paths': lookup({ vocabulary: ['/etc/passwd', 'https://host.invalid', '../..', 'C:\\x'] }),
    'a vocabulary that is an asset': lookup({ vocabulary: null, idf_weights: null }),
    'an empty one': lookup({ vocabulary: '' }),
    'tokens that look like paths': lookup({ oov_token: '/unk', mask_token: '~/m' }),
    'an equation': withLayer(object('EinsumDense', 'keras.layers', { equation: 'ab,bc->ac', output_shape: [8] })),
    'a quantization mode with a slash': withLayer({
      ...dense(),
      config: { dtype: object('Int4DTypePolicy', 'keras.dtype_policies', { mode: 'int4/128', source_name: 'float32' }) },
    }),
    'names, which are another finding': withLayer({ ...dense(), config: { name: '/x' } }),
  },
);
