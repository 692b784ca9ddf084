export * from './builder.ts';
export * from './dims.ts';
export { dtypeOfOnnx, ONNX_TYPES } from './operators/elementwise.ts';
export * from './operators/index.ts';
export * from './operators/operator.ts';
export * from './passes/index.ts';
export * from './scan.ts';
export * from './values.ts';
