import type { Cases } from '../line.testing.ts';

const TRACES = '/home/user/.cache/Microsoft/DeveloperTools/.onnxruntime';

export const RUNTIME: Readonly<Record<string, Cases>> = {
  'runtime/onnx-telemetry': {
    reports: [
      { name: 'not switched off here', facts: { env: {} }, says: [['info', /not "1" in this environment/]] },
      { name: 'another value', facts: { env: { ORT_DISABLE_TELEMETRY: 'true' } }, says: [['info', /not "1"/]] },
      { name: 'traces', files: { [`${TRACES}/deviceid`]: 'x', [`${TRACES}/onnxruntime.db`]: 'x' }, says: [['low', /kept an identifier/]] },
      { name: 'logs', files: { '/tmp/mat-debug-17.log': '', '/tmp/mat-debug-18.log': '' }, says: [['low', /2 logs/]] },
    ],
    silent: [{ name: 'switched off' }, { name: "others' files", files: { '/tmp/mat-debug.txt': '', '/home/user/.cache/Microsoft/x': '' } }],
  },
  'runtime/node-end-of-life': {
    reports: [
      { name: 'Node 20', facts: { node: 'v20.20.2' }, says: [['medium', /v20\.20\.2 has had no fixes since 2026-04-30/]] },
      { name: 'Node 16', facts: { node: 'v16.20.0' }, says: [['medium', /v16/]] },
      { name: 'Node 24 one day', facts: { node: 'v24.99.0', today: '2028-05-01' }, says: [['medium', /2028-04-30/]] },
    ],
    silent: [
      { name: 'Node 24' },
      { name: 'Node 20 in its time', facts: { node: 'v20.19.0', today: '2026-04-30' } },
      { name: 'a version of tomorrow', facts: { node: 'v30.0.0' } },
    ],
  },
};
