import { scanOnnx } from '../onnx/scan-onnx.ts';
import { ONNX_SCHEMA } from '../onnx/schema.ts';
import { fieldsOf, isMessage } from '../protobuf/probe.ts';
import type { FormatScanner } from './format.ts';

/** An ONNX model: a ModelProto with its version and its graph. Bytes of tensors are not looked at, so its size does not matter. */
export const onnx: FormatScanner = {
  format: 'onnx',
  proof: 'grammar',
  accepts: ({ source }) =>
    isMessage(source, ONNX_SCHEMA, 'ModelProto', {
      ir_version: (node) => (node.numbers(1)[0] ?? 0n) > 0n && (node.numbers(1)[0] ?? 0n) < 1000n,
      graph: (node) => fieldsOf(node.message()) !== undefined,
    }),
  scan: scanOnnx,
};
