import { defineLine } from '../define-line.ts';

/** ONNX Runtime collects from 1.29 on, on Linux too, unless told otherwise before it is loaded; guests are always told (`sandbox/telemetry`). */
export const onnxTelemetry = defineLine({
  id: 'runtime/onnx-telemetry',
  severity: 'low',
  about: 'Telemetry of ONNX Runtime, and its traces',
  why: 'Loaded elsewhere than in our guests, ONNX Runtime reports names and digests of models to its maker.',
  fix: 'Set ORT_DISABLE_TELEMETRY=1 for every process that may load ONNX Runtime, and remove the folder.',
  source: 'microsoft/onnxruntime pull request 27379',
  *read(host) {
    if (host.facts.env['ORT_DISABLE_TELEMETRY'] !== '1')
      yield { severity: 'info', message: 'ORT_DISABLE_TELEMETRY is not "1" in this environment (guests have their own)' };
    const path = `${host.facts.userHome}/.cache/Microsoft/DeveloperTools/.onnxruntime`;
    if (host.has(path)) yield { path, message: 'ONNX Runtime has kept an identifier and a database of events here' };
    const logs = host.names('/tmp').filter((name) => /^mat-debug-\d+\.log$/.test(name));
    if (logs.length > 0) yield { path: `/tmp/${logs[0]}`, message: `The collector of ONNX Runtime has run here (${logs.length} logs in /tmp)` };
  },
});
