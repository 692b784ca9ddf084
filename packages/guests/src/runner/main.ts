import { InferenceSession } from 'onnxruntime-node';

process.stderr.write(`The runner is not built yet (${typeof InferenceSession.create})\n`);
process.exitCode = 4;
