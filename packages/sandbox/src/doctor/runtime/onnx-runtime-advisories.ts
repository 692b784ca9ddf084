import { defineLine } from '../define-line.ts';
import { advised } from './advised.ts';

export const onnxRuntimeAdvisories = defineLine({
  id: 'runtime/onnx-runtime-advisories',
  severity: 'high',
  about: 'Known advisories of the installed ONNX Runtime',
  why: 'It runs what was compiled, in native code: a fault of it is reached from inside the runner guest.',
  fix: 'Update Horngate, which names its version of ONNX Runtime, and refresh the advisories.',
  source: 'docs/advisories.md of Horngate',
  read: (host) => advised(host, /^onnxruntime(-|$)/),
});
