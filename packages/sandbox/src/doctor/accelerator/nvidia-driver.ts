import { defineLine } from '../define-line.ts';

/** Linux drivers in which the faults of bulletin 5861 (2026-09-30) are mended, by branch. */
const MENDED: Readonly<Record<number, string>> = { 580: '580.178.04', 595: '595.91.07', 610: '610.57.04', 615: '615.71.09' };
const NEWEST = Math.max(...Object.keys(MENDED).map(Number));

/** `NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  …`; the open module says `Open Kernel Module for x86_64  580.95.05`. */
export const nvidiaDriver = defineLine({
  id: 'accelerator/nvidia-driver',
  severity: 'high',
  about: 'Known faults of the NVIDIA driver',
  why: 'Whoever may open the GPU can take over the kernel or read memory of others through faults that are public.',
  fix: 'Update to a driver of a branch that is maintained (https://www.nvidia.com/security/).',
  source: 'NVIDIA security bulletin 5861, September 2026',
  *read(host) {
    const path = '/proc/driver/nvidia/version';
    const text = host.text(path);
    const version = /Kernel Module(?: for \S+)?\s+(\d+(?:\.\d+)+)/.exec(text ?? '')?.[1];
    if (text !== undefined && version === undefined) host.untold(path, 'the version of the NVIDIA driver is not written as we know it');
    if (version === undefined) return;
    const branch = Number.parseInt(version, 10);
    const mended = MENDED[branch];
    if (mended !== undefined && before(version, mended))
      yield {
        path,
        message: `The driver ${version} has known faults, mended in ${mended}`,
        references: ['CVE-2026-47588', 'CVE-2026-47591', 'CVE-2026-47595'],
      };
    if (mended === undefined && branch < NEWEST)
      yield { path, message: `The driver ${version} is of a branch for which the bulletin of September 2026 names no mended version` };
  },
});

function before(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const place = b.findIndex((part, index) => (a[index] ?? 0) !== part);
  return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0);
}
