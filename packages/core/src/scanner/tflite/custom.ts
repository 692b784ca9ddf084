/** Custom operators that TensorFlow itself carries and registers for TFLite; they read nothing but their inputs and their options. */
export const REVIEWED_CUSTOM: ReadonlySet<string> = new Set([
  'TFLite_Detection_PostProcess', // boxes of a detector
  'Convolution2DTransposeBias', // of MediaPipe, in TensorFlow's own registry for it
  'MaxPoolingWithArgmax2D',
  'MaxUnpooling2D',
  'AudioSpectrogram',
  'Mfcc',
  'NumericVerify', // compares a quantised value with a float
  'RandomStandardNormal',
  'RandomUniform',
  'Multinomial',
  'HashtableV2',
]);
