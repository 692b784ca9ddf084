import type { Constant } from '../graph/values.ts';
import type { ByteSource } from '../words/ports.ts';
import { inOpset, irVersionOf } from './opset.ts';
import { parseModel } from './parse.ts';
import { encodeModel, type Placement } from './writer.ts';

export interface ExportOptions {
  readonly opset: number;
  /** Name of the file beside the model that holds its weights; null: they stand in the model's own file. */
  readonly weightsFile: string | null;
}

/** Of a checked Program; what a graph may cost was settled by the check. */
const MAX_FIELDS = 16_000_000;

/**
 * One graph of a checked Program as an ONNX file for others. Guards stay as boolean outputs: where one is false, the other outputs are not what Keras gives.
 *
 * @param file - the graph's file. @param weights - `weights.bin`, where the Program has one.
 * @throws HG_USAGE_ARGUMENT, HG_UNSUPPORTED_OPERATION as `inOpset`.
 */
export function exportModel(file: ByteSource, weights: ByteSource | undefined, { opset, weightsFile }: ExportOptions): Uint8Array {
  const { graph, places } = parseModel({ member: 'main.onnx', bytes: file.read(0, file.size), base: 0, budget: { left: MAX_FIELDS } });
  const constants = graph.constants.map((constant): Constant => {
    const place = places.get(constant.value.id);
    return place === undefined || weights === undefined ? constant : { ...constant, read: () => weights.read(place.offset, place.length) };
  });
  const placement: Placement = ({ value }) => {
    const place = weightsFile === null ? undefined : places.get(value.id);
    return place === undefined || weightsFile === null ? 'inline' : { ...place, file: weightsFile };
  };
  return encodeModel(inOpset({ ...graph, constants }, opset), placement, { opset, irVersion: irVersionOf(opset) });
}
