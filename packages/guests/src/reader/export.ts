import { exportModel } from '@horngate/core/onnx';
import { HorngateError } from '@horngate/core/words';
import type { Answer } from '@horngate/sandbox/inside';
import { fileSource } from '../file-source.ts';
import { files, record, text, whole } from '../params.ts';
import { writer } from './writer.ts';

/** `{files: main.onnx [, weights.bin], opset, weightsFile, folder}` → `model.onnx` in the folder. Sees a sealed Program and never the artifact. */
export function exportProgram(params: unknown): Answer {
  const data = record(params);
  const given = new Map(files(data).map(({ path, fd, bytes }) => [path, fileSource(fd, bytes)]));
  const graph = given.get('main.onnx');
  if (graph === undefined) throw new HorngateError('HG_GUEST_PROTOCOL', 'Cannot export a program without its graph');
  const weightsFile = data['weightsFile'] === null ? null : text(data, 'weightsFile');
  const bytes = exportModel(graph, given.get('weights.bin'), { opset: whole(data, 'opset'), weightsFile });
  const sink = writer(`${text(data, 'folder')}/model.onnx`);
  sink.write(0, bytes);
  sink.close();
  return { result: { files: [{ name: 'model.onnx', bytes: bytes.length }] } };
}
