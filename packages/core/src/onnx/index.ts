export * from './checker.ts';
export * from './export.ts';
export * from './manifest.ts';
export * from './names.ts';
export { INLINE_BYTES, IR_VERSION, OPSET, WEIGHTS_FILE } from './onnx.ts';
export { GREATEST_OPSET, LEAST_OPSET } from './opset.ts';
export * from './signature.ts';
export * from './weights.ts';
export * from './writer.ts';
