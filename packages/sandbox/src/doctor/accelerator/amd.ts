import { defineLine } from '../define-line.ts';

/** LeftoverLocals: AMD, Apple, Qualcomm and Imagination; NVIDIA's were not affected. */
export const amd = defineLine({
  id: 'accelerator/amd',
  severity: 'medium',
  about: 'AMD GPUs that compute',
  why: "On affected GPUs a program reads what the one before it left in local memory, enough to follow a language model's answer.",
  fix: 'One tenant for a GPU at a time; follow AMD-SB-6010 for the mode that clears local memory between processes.',
  source: 'AMD-SB-6010',
  *read(host) {
    const path = '/dev/kfd';
    if (!host.has(path)) return;
    const open = ((host.mode(path) ?? 0) & 0o006) !== 0;
    yield {
      path,
      severity: open ? 'high' : 'medium',
      message: `There is an AMD GPU for computing${open ? ', which every user may open' : ''}`,
      references: ['CVE-2023-4969'],
    };
  },
});
