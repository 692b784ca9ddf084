import { amd } from './accelerator/amd.ts';
import { mig } from './accelerator/mig.ts';
import { mps } from './accelerator/mps.ts';
import { nvidiaCounters } from './accelerator/nvidia-counters.ts';
import { nvidiaDevices } from './accelerator/nvidia-devices.ts';
import { nvidiaDriver } from './accelerator/nvidia-driver.ts';
import { tpu } from './accelerator/tpu.ts';
import { vfio } from './accelerator/vfio.ts';
import { cachePartition } from './cpu/cache-partition.ts';
import { coreScheduling } from './cpu/core-scheduling.ts';
import { hypervisor } from './cpu/hypervisor.ts';
import { smt } from './cpu/smt.ts';
import { vulnerabilities } from './cpu/vulnerabilities.ts';
import type { DoctorLine } from './define-line.ts';
import { apparmorUserns } from './kernel/apparmor-userns.ts';
import { cgroupDelegation } from './kernel/cgroup-delegation.ts';
import { corePattern } from './kernel/core-pattern.ts';
import { ioUring } from './kernel/io-uring.ts';
import { landlock } from './kernel/landlock.ts';
import { namespaces } from './kernel/namespaces.ts';
import { perfEvents } from './kernel/perf-events.ts';
import { ptraceScope } from './kernel/ptrace-scope.ts';
import { seccomp } from './kernel/seccomp.ts';
import { securityModules } from './kernel/security-modules.ts';
import { unprivilegedBpf } from './kernel/unprivileged-bpf.ts';
import { ecc } from './memory/ecc.ts';
import { hugePages } from './memory/huge-pages.ts';
import { ksm } from './memory/ksm.ts';
import { swap } from './memory/swap.ts';
import { bubblewrap } from './place/bubblewrap.ts';
import { noexec } from './place/noexec.ts';
import { platform } from './place/platform.ts';
import { imageLibraryAdvisories } from './runtime/image-library-advisories.ts';
import { kerasGuestAdvisories } from './runtime/keras-guest-advisories.ts';
import { nodeAdvisories } from './runtime/node-advisories.ts';
import { nodeEndOfLife } from './runtime/node-end-of-life.ts';
import { onnxRuntimeAdvisories } from './runtime/onnx-runtime-advisories.ts';
import { onnxTelemetry } from './runtime/onnx-telemetry.ts';

/** What `horngate doctor` looks at, sorted by id. */
export const DOCTOR_LINES: readonly DoctorLine[] = [
  amd,
  mig,
  mps,
  nvidiaCounters,
  nvidiaDevices,
  nvidiaDriver,
  tpu,
  vfio,
  cachePartition,
  coreScheduling,
  hypervisor,
  smt,
  vulnerabilities,
  apparmorUserns,
  cgroupDelegation,
  corePattern,
  ioUring,
  landlock,
  namespaces,
  perfEvents,
  ptraceScope,
  seccomp,
  securityModules,
  unprivilegedBpf,
  ecc,
  hugePages,
  ksm,
  swap,
  bubblewrap,
  noexec,
  platform,
  imageLibraryAdvisories,
  kerasGuestAdvisories,
  nodeAdvisories,
  nodeEndOfLife,
  onnxRuntimeAdvisories,
  onnxTelemetry,
];
