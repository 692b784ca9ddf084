/**
 * What we write of ONNX, and so all that the checker accepts: names of the fields by their numbers in onnx.proto (IR version 10).
 *
 * Opset 21 is the lowest whose operators are all those of our table (Gelu came with 20, axes as inputs of Reduce* with 18), so most runtimes take it.
 */
export const IR_VERSION = 10;
export const OPSET = 21;
export const PRODUCER = 'horngate';
export const WEIGHTS_FILE = 'weights.bin';

/** Constants below this stand in the graph file. */
export const INLINE_BYTES = 1024;

export const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 } as const;
export const OPSET_ID = { domain: 1, version: 2 } as const;
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 } as const;
export const ATTRIBUTE = { name: 1, float: 2, int: 3, string: 4, graph: 6, floats: 7, ints: 8, strings: 9, type: 20 } as const;
export const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 } as const;
export const ENTRY = { key: 1, value: 2 } as const;
export const VALUE_INFO = { name: 1, type: 2 } as const;
export const TYPE = { tensorType: 1 } as const;
export const TENSOR_TYPE = { elemType: 1, shape: 2 } as const;
export const SHAPE = { dim: 1 } as const;
export const DIMENSION = { value: 1, param: 2 } as const;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, graph: 5, floats: 6, ints: 7, strings: 8 } as const;

/** TensorProto.DataLocation. */
export const EXTERNAL = 1;
