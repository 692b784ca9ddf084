// biome-ignore-all format: printed by tools/oracle/known_legacy.py from tf-keras 2.21.0; do not edit by hand.
import type { PrintedClass } from './types.ts';

/** Layers that only Keras 2 had; and, under the names of today's, the fields that only Keras 2 wrote. */
export const legacyLayers: readonly PrintedClass[] = [
  { class: 'AdditiveAttention', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { causal: ['bool'] } },
  { class: 'Attention', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { causal: ['bool'] } },
  { class: 'BatchNormalization', module: 'keras.layers', registered: null, modules: [], aliases: ['BatchNormalizationV1', 'BatchNormalizationV2'], fields: { adjustment: ['null'], fused: ['null', 'bool'], mode: ['int'], virtual_batch_size: ['null', 'int'] } },
  { class: 'Bidirectional', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { backward_layer: ['null', 'string', 'object'], num_constants: ['null', 'int'] } },
  { class: 'Conv1DTranspose', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'] } },
  { class: 'Conv2DTranspose', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'] } },
  { class: 'Conv3DTranspose', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'] } },
  { class: 'ConvLSTM1D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { time_major: ['bool'] } },
  { class: 'ConvLSTM2D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { time_major: ['bool'] } },
  { class: 'ConvLSTM3D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { time_major: ['bool'] } },
  { class: 'CuDNNGRU', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { bias_constraint: ['null', 'string', 'object'], bias_initializer: ['null', 'string', 'object'], bias_regularizer: ['null', 'string', 'object'], go_backwards: ['bool'], input_length: ['null', 'int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'], recurrent_constraint: ['null', 'string', 'object'], recurrent_initializer: ['null', 'string', 'object'], recurrent_regularizer: ['null', 'string', 'object'], return_sequences: ['bool'], return_state: ['bool'], stateful: ['bool'], time_major: ['bool'], units: ['int'], unroll: ['bool'] } },
  { class: 'CuDNNLSTM', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { bias_constraint: ['null', 'string', 'object'], bias_initializer: ['null', 'string', 'object'], bias_regularizer: ['null', 'string', 'object'], go_backwards: ['bool'], input_length: ['null', 'int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'], recurrent_constraint: ['null', 'string', 'object'], recurrent_initializer: ['null', 'string', 'object'], recurrent_regularizer: ['null', 'string', 'object'], return_sequences: ['bool'], return_state: ['bool'], stateful: ['bool'], time_major: ['bool'], unit_forget_bias: ['bool'], units: ['int'], unroll: ['bool'] } },
  { class: 'DepthwiseConv1D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'] } },
  { class: 'DepthwiseConv2D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'] } },
  { class: 'DeviceWrapper', module: 'tf_keras.src.layers.rnn.cell_wrappers', registered: 'DeviceWrapper', modules: ['keras.src.layers.rnn.cell_wrappers', 'keras.layers.rnn.cell_wrappers'], aliases: [], fields: { cell: ['null', 'string', 'object'] } },
  { class: 'DropoutWrapper', module: 'tf_keras.src.layers.rnn.cell_wrappers', registered: 'DropoutWrapper', modules: ['keras.src.layers.rnn.cell_wrappers', 'keras.layers.rnn.cell_wrappers'], aliases: [], fields: { cell: ['null', 'string', 'object'], dropout_state_filter_visitor: ['null'], input_keep_prob: ['int', 'float'], input_size: ['null'], output_keep_prob: ['int', 'float'], seed: ['null', 'int', 'object'], state_keep_prob: ['int', 'float'], variational_recurrent: ['bool'] } },
  { class: 'EinsumDense', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { bias_axes: ['null', 'int', 'string', 'list'] } },
  { class: 'Embedding', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { dropout: ['int', 'float'], input_length: ['null', 'int', 'list'], sparse: ['bool'] } },
  { class: 'GRU', module: 'keras.layers', registered: null, modules: [], aliases: ['GRUV1', 'GRUV2'], fields: { implementation: ['int'], input_length: ['null', 'int'], time_major: ['bool'] } },
  { class: 'GRUCell', module: 'keras.layers', registered: null, modules: [], aliases: ['GRUCellV1', 'GRUCellV2'], fields: { implementation: ['int'] } },
  { class: 'Identity', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { dynamic: ['bool'] } },
  { class: 'InputLayer', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { type_spec: ['null'] } },
  { class: 'InputSpec', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { allow_last_axis_squeeze: ['bool'], axes: ['null', 'object'], max_ndim: ['null', 'int'], min_ndim: ['null', 'int'], ndim: ['null', 'int'], optional: ['bool'], shape: ['null', 'int', 'list'] } },
  { class: 'LSTM', module: 'keras.layers', registered: null, modules: [], aliases: ['LSTMV1', 'LSTMV2'], fields: { implementation: ['int'], input_length: ['null', 'int'], time_major: ['bool'] } },
  { class: 'LSTMCell', module: 'keras.layers', registered: null, modules: [], aliases: ['LSTMCellV1', 'LSTMCellV2'], fields: { implementation: ['int'] } },
  { class: 'LeakyReLU', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { alpha: ['int', 'float'] } },
  { class: 'LocallyConnected1D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { activation: ['null', 'string', 'object'], bias_constraint: ['null', 'string', 'object'], bias_initializer: ['null', 'string', 'object'], bias_regularizer: ['null', 'string', 'object'], data_format: ['null', 'string'], filters: ['int'], implementation: ['int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'], kernel_size: ['int', 'list'], padding: ['string'], strides: ['int', 'list'], use_bias: ['bool'] } },
  { class: 'LocallyConnected2D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { activation: ['null', 'string', 'object'], bias_constraint: ['null', 'string', 'object'], bias_initializer: ['null', 'string', 'object'], bias_regularizer: ['null', 'string', 'object'], data_format: ['null', 'string'], filters: ['int'], implementation: ['int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'], kernel_size: ['int', 'list'], padding: ['string'], strides: ['int', 'list'], use_bias: ['bool'] } },
  { class: 'MultiHeadAttention', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { key_shape: ['null', 'int', 'list'], query_shape: ['null', 'int', 'list'], softmax_robust_masking: ['bool'], value_shape: ['null', 'int', 'list'] } },
  { class: 'RNN', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { num_constants: ['null', 'int'], time_major: ['bool'] } },
  { class: 'RandomBrightness', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomContrast', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomCrop', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomFlip', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomHeight', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { factor: ['int', 'float', 'list'], interpolation: ['string'], rng_type: ['string'], seed: ['null', 'int', 'object'] } },
  { class: 'RandomRotation', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomTranslation', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'RandomWidth', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { factor: ['int', 'float', 'list'], interpolation: ['string'], rng_type: ['string'], seed: ['null', 'int', 'object'] } },
  { class: 'RandomZoom', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { rng_type: ['string'] } },
  { class: 'ResidualWrapper', module: 'tf_keras.src.layers.rnn.cell_wrappers', registered: 'ResidualWrapper', modules: ['keras.src.layers.rnn.cell_wrappers', 'keras.layers.rnn.cell_wrappers'], aliases: [], fields: { cell: ['null', 'string', 'object'], residual_fn: ['null'] } },
  { class: 'SeparableConv1D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'] } },
  { class: 'SeparableConv2D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { groups: ['int'], kernel_constraint: ['null', 'string', 'object'], kernel_initializer: ['null', 'string', 'object'], kernel_regularizer: ['null', 'string', 'object'] } },
  { class: 'SimpleRNN', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { implementation: ['int'], input_length: ['null', 'int'], time_major: ['bool'] } },
  { class: 'SlicingOpLambda', module: 'tf_keras.src.layers.core.tf_op_layer', registered: 'SlicingOpLambda', modules: ['keras.src.layers.core.tf_op_layer', 'keras.layers.core.tf_op_layer'], aliases: [], fields: { function: ['string'] } },
  { class: 'Softmax', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { robust_masking: ['bool'] } },
  { class: 'SpatialDropout1D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { noise_shape: ['null', 'int', 'list'] } },
  { class: 'SpatialDropout2D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { data_format: ['null', 'int', 'string'], noise_shape: ['null', 'int', 'list'] } },
  { class: 'SpatialDropout3D', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { data_format: ['null', 'int', 'string'], noise_shape: ['null', 'int', 'list'] } },
  { class: 'SyncBatchNormalization', module: 'keras.layers.experimental', registered: null, modules: [], aliases: [], fields: { axis: ['int', 'list'], beta_constraint: ['null', 'string', 'object'], beta_initializer: ['null', 'string', 'object'], beta_regularizer: ['null', 'string', 'object'], center: ['bool'], epsilon: ['int', 'float'], gamma_constraint: ['null', 'string', 'object'], gamma_initializer: ['null', 'string', 'object'], gamma_regularizer: ['null', 'string', 'object'], momentum: ['int', 'float'], moving_mean_initializer: ['null', 'string', 'object'], moving_variance_initializer: ['null', 'string', 'object'], scale: ['bool'] } },
  { class: 'TFOpLambda', module: 'tf_keras.src.layers.core.tf_op_layer', registered: 'TFOpLambda', modules: ['keras.src.layers.core.tf_op_layer', 'keras.layers.core.tf_op_layer'], aliases: [], fields: { function: ['string'] } },
  { class: 'TensorFlowOpLayer', module: 'tf_keras.src.engine.base_layer', registered: 'TensorFlowOpLayer', modules: ['keras.src.engine.base_layer', 'keras.engine.base_layer'], aliases: [], fields: { constants: ['null', 'object'], node_def: ['string'] }, code: true },
  { class: 'ThresholdedReLU', module: 'keras.layers', registered: null, modules: [], aliases: [], fields: { theta: ['int', 'float'] } },
];

export const legacyModels: readonly PrintedClass[] = [
  { class: 'Functional', module: 'keras', registered: null, modules: ['tf_keras.src.engine.functional', 'keras.src.engine.functional', 'keras.engine.functional'], aliases: [], fields: {} },
  { class: 'Model', module: 'keras', registered: null, modules: [], aliases: [], fields: {} },
  { class: 'Sequential', module: 'keras', registered: null, modules: [], aliases: [], fields: {} },
];

/** Fields that Keras 2 wrote in any class of a table. */
export const legacyLayerFields: PrintedClass['fields'] = { batch_input_shape: ['list'], batch_size: ['null', 'int'], weights: ['null', 'list'], dynamic: ['bool'] };
export const legacyOptimizerFields: PrintedClass['fields'] = { lr: ['int', 'float'], decay: ['null', 'int', 'float'], clipnorm: ['null', 'int', 'float'], clipvalue: ['null', 'int', 'float'], is_legacy_optimizer: ['bool'], jit_compile: ['bool'], schedule_decay: ['int', 'float'] };
export const legacyInitializerFields: PrintedClass['fields'] = { dtype: ['null', 'string'], seed: ['null', 'int', 'object'] };
export const legacyLossFields: PrintedClass['fields'] = { reduction: ['string'], fn: ['null', 'string', 'object'] };
