import { defineLine } from '../define-line.ts';

/** The driver makes its files readable and writable for everybody unless told otherwise (`NVreg_DeviceFileMode`). */
export const nvidiaDevices = defineLine({
  id: 'accelerator/nvidia-devices',
  severity: 'low',
  about: 'NVIDIA GPUs, and who may open them',
  why: 'No guest gets a GPU; other programs of this host that do share its memory, caches and counters, and leave data behind.',
  fix: 'One tenant for a GPU or MIG instance at a time; options nvidia NVreg_DeviceFileUID=… NVreg_DeviceFileGID=… NVreg_DeviceFileMode=0660.',
  source: 'README of the NVIDIA driver, "Configuring the device files"',
  *read(host) {
    for (const name of host.names('/dev').filter((name) => /^nvidia(\d+|ctl|-uvm)$/.test(name))) {
      const path = `/dev/${name}`;
      if (((host.mode(path) ?? 0) & 0o006) !== 0) yield { path, severity: 'medium', message: `Every user may open "${path}"` };
      else if (/\d$/.test(name)) yield { path, message: `There is a GPU, "${path}"` };
    }
  },
});
