import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * TensorFlow.js on WebAssembly with one thread, as a peer: `run.js MODEL.tfjs.json BATCH`, with the line protocol of `in_python.py`. Its weights are its own, so that it has
 * times and no error.
 */
const [path = '', batch = '1'] = process.argv.slice(2);
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
setThreadsCount(1);
await tf.setBackend('wasm');
const model = await tf.models.modelFromJSON({ modelTopology: JSON.parse(readFileSync(path, 'utf8')) });
const x = tf.randomNormal([Number(batch), .../** @type {number[]} */ (model.inputs[0].shape.slice(1))]);
const predict = () => {
  const y = /** @type {tf.Tensor} */ (model.predict(x, { batchSize: Number(batch) }));
  y.dataSync();
  y.dispose();
};

predict();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ version: `tfjs ${tf.version.tfjs}`, error: null, cpuMs: (user + system) / 1e3, megabytes: process.memoryUsage.rss() / 1e6 }));
for await (const line of createInterface(process.stdin)) {
  const end = performance.now() + Number(line) * 1e3;
  const [wall, cpu] = [[], []];
  while (performance.now() < end || wall.length === 0) {
    const [from, used] = [performance.now(), process.cpuUsage()];
    predict();
    const { user: u, system: s } = process.cpuUsage(used);
    cpu.push((u + s) / 1e3);
    wall.push(performance.now() - from);
  }
  console.log(JSON.stringify({ wall, cpu }));
}
