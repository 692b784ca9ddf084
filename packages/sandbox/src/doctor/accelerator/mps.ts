import { defineLine } from '../define-line.ts';

/** The server of MPS runs kernels of several processes at once in one context of the GPU. */
export const mps = defineLine({
  id: 'accelerator/mps',
  severity: 'high',
  about: 'Whether processes share one context of a GPU (MPS)',
  why: 'Processes under one MPS server run at once on the same units, and a fault of one ends the others.',
  fix: 'End it (nvidia-cuda-mps-control, "quit"), and never run one server for two tenants.',
  source: 'NVIDIA Multi-Process Service documentation, "Limitations"',
  *read(host) {
    const running = host.names('/proc').filter((name) => /^\d+$/.test(name) && (host.text(`/proc/${name}/comm`) ?? '').startsWith('nvidia-cuda-mps'));
    for (const pid of running) yield { path: `/proc/${pid}/comm`, message: `A server of MPS is running (process ${pid})` };
    const path = '/tmp/nvidia-mps/control';
    if (running.length === 0 && host.has(path))
      yield { path, severity: 'medium', message: 'The control pipe of MPS is there, though no server is seen from here' };
  },
});
