import type { FormatScanner } from './format.ts';
import { gguf } from './gguf.ts';
import { hdf5 } from './hdf5.ts';
import { jinja } from './jinja.ts';
import { json } from './json.ts';
import { npy } from './npy.ts';
import { onnx } from './onnx.ts';
import { barePickle, pickle } from './pickle.ts';
import { rawTensors } from './raw-tensors.ts';
import { safetensors } from './safetensors.ts';
import { tensorflow, tensorflowText } from './tensorflow.ts';
import { tensorflowCheckpoint } from './tensorflow-checkpoint.ts';
import { text } from './text.ts';
import { tflite } from './tflite.ts';
import { yaml } from './yaml.ts';
import { zip } from './zip.ts';

/** Every format that is looked into, sorted; those with a magic first. One more is a file, its test and a line here. */
export const FORMAT_SCANNERS: readonly FormatScanner[] = [
  gguf,
  hdf5,
  npy,
  pickle,
  safetensors,
  tensorflowCheckpoint,
  tflite,
  zip,
  barePickle,
  onnx,
  ...tensorflow,
  jinja,
  json,
  tensorflowText,
  yaml,
  text,
  rawTensors,
];
