import { defineLine } from '../define-line.ts';

const LIBRARIES = ['/lib/libtpu.so', '/usr/lib/libtpu.so', '/usr/local/lib/libtpu.so'];

/** `/dev/accel*` is the kernel's class of computing accelerators (TPUs among them); libtpu takes a lock and writes logs that anybody can read. */
export const tpu = defineLine({
  id: 'accelerator/tpu',
  severity: 'low',
  about: "TPUs and other accelerators of the kernel's class, and libtpu",
  why: 'No guest gets one; two programs that use one after the other may leave data to each other, and logs tell what ran.',
  fix: 'One tenant for a chip at a time, device files for its user alone, and TPU_LOG_DIR=disabled.',
  source: 'Documentation/accel/introduction.rst of Linux',
  *read(host) {
    const devices = [...host.names('/dev').filter((name) => /^accel\d+$/.test(name)), ...host.names('/dev/accel').map((name) => `accel/${name}`)];
    for (const name of devices) {
      const path = `/dev/${name}`;
      const open = ((host.mode(path) ?? 0) & 0o006) !== 0;
      yield { path, severity: open ? 'medium' : 'low', message: `There is an accelerator, "${path}"${open ? ', which every user may open' : ''}` };
    }
    for (const path of LIBRARIES.filter((library) => host.has(library))) yield { path, severity: 'info', message: 'libtpu is installed' };
    if (host.names('/tmp/tpu_logs').length > 0) yield { path: '/tmp/tpu_logs', message: 'libtpu has left logs of what ran here' };
  },
});
