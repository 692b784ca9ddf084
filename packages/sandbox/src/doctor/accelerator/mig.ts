import { defineLine } from '../define-line.ts';

const FOLDER = '/proc/driver/nvidia/capabilities';

/** `capabilities/gpu<N>/mig/gi<M>` stands for each part of a GPU that was divided (MIG). */
export const mig = defineLine({
  id: 'accelerator/mig',
  severity: 'low',
  about: 'Whether GPUs are divided (MIG), and whether their memory corrects errors',
  why: 'Programs on an undivided GPU share its caches and its bandwidth; what one leaves there, another can time.',
  fix: 'nvidia-smi -mig 1, and one tenant for an instance; nvidia-smi -q -d ecc says whether memory corrects its errors (GPUHammer).',
  source: 'NVIDIA Multi-Instance GPU User Guide, "Device Nodes and Capabilities"',
  *read(host) {
    const gpus = host.names('/dev').filter((name) => /^nvidia\d+$/.test(name));
    if (gpus.length > 0)
      host.untold('/dev/nvidia0', 'whether the GPU corrects errors of memory is told only by nvidia-smi -q -d ecc, which doctor does not start');
    for (const gpu of gpus) {
      const path = `${FOLDER}/gpu${gpu.slice('nvidia'.length)}/mig`;
      if (!host.names(path).some((name) => /^gi\d+$/.test(name))) yield { path, message: `The GPU "/dev/${gpu}" is not divided into instances` };
    }
  },
});
