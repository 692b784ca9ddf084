import { defineActivation, type Writer } from '../define-activation.ts';

/** Keras 2 wrote clip(0.2 x + 0.5), Keras 3 writes relu6(x + 3) / 6 under the same name: what counts is who trained the model. */
const constants = (writer: Writer): { alpha: number; beta: number } => ({ alpha: writer === 2 ? 0.2 : 1 / 6, beta: 0.5 });

/** `keras.activations.hard_sigmoid`, as the Keras that wrote the file means it. */
export const hardSigmoid = defineActivation({
  keras: 'hard_sigmoid',
  recurrent: (writer) => ({ onnx: 'HardSigmoid', ...constants(writer) }),
  lower: (g, x, writer) => g.node('HardSigmoid', [x], constants(writer)),
});
