import type { FormatScanner } from './format.ts';

/** Names that TensorFlow and exporters of ONNX give to files of bare numbers. */
const NAMES = /\.data-[0-9]{5}-of-[0-9]{5}$|\.onnx[._]data$/;

/**
 * Bare numbers of tensors, which another file points into: they have no form of their own, so only their name can say what they are. No loader takes them
 * for anything else, whatever the numbers are; where the bytes have a form that we know, they are that, and not this.
 */
export const rawTensors: FormatScanner = {
  format: 'raw-tensors',
  proof: 'name',
  accepts: ({ name }) => NAMES.test(name),
  scan: () => ({ format: 'raw-tensors', findings: [], troubles: [] }),
};
