import { program, script } from './code.ts';
import { COMPRESSED, COMPRESSED_BY_GRAMMAR } from './compressed.ts';
import type { FormatScanner } from './format.ts';
import { gguf } from './gguf.ts';
import { hdf5 } from './hdf5.ts';
import { IMAGES } from './image.ts';
import { jinja } from './jinja.ts';
import { joblibZfile } from './joblib-zfile.ts';
import { json } from './json.ts';
import { npy } from './npy.ts';
import { onnx } from './onnx.ts';
import { barePickle, pickle } from './pickle.ts';
import { rawTensors } from './raw-tensors.ts';
import { safetensors } from './safetensors.ts';
import { sevenZip } from './seven-zip.ts';
import { tar } from './tar.ts';
import { tensorflow, tensorflowText } from './tensorflow.ts';
import { tensorflowCheckpoint } from './tensorflow-checkpoint.ts';
import { text } from './text.ts';
import { tflite } from './tflite.ts';
import { yaml } from './yaml.ts';
import { zip } from './zip.ts';

/** Every format that is looked into, sorted; those with a magic first. One more is a file, its test and a line here. */
export const FORMAT_SCANNERS: readonly FormatScanner[] = [
  ...COMPRESSED,
  gguf,
  hdf5,
  ...IMAGES,
  joblibZfile,
  npy,
  pickle,
  program,
  safetensors,
  sevenZip,
  tar,
  tensorflowCheckpoint,
  tflite,
  zip,
  barePickle,
  onnx,
  ...tensorflow,
  ...COMPRESSED_BY_GRAMMAR,
  script,
  jinja,
  json,
  tensorflowText,
  yaml,
  text,
  rawTensors,
];
