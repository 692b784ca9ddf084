import assert from 'node:assert/strict';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { hostile, noL2 } from '../../guest.testing.ts';

/** Device files that every host has stand for those of accelerators, which few have: a guest is refused by folder, not by name. */
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom'];
const ACCELERATORS = readdirSync('/dev').filter((name) => /^(nvidia|kfd|accel|vfio|dri)/.test(name));

for (const [level, skip] of [
  ['L1', false],
  ['L2', noL2],
] as const)
  test(`sandbox/no-devices: a guest opens no device, and so no accelerator, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level });
    assert.deepEqual(await guest.probe('control', 'x'), { ran: 'control', value: 'ran x' });
    for (const path of [...DEVICES, ...ACCELERATORS.map((name) => `/dev/${name}`)]) {
      if (DEVICES.includes(path)) closeSync(openSync(path, 'r')); // the control: its parent can
      const { ran, error } = await guest.probe('readFile', path);
      assert.equal(ran, 'readFile');
      assert.match(error ?? 'opened', level === 'L1' ? /EACCES/ : /EACCES|ENOENT/, path);
    }
    for (const path of ['/dev', '/sys', '/sys/class/drm', '/proc/driver'])
      assert.match((await guest.probe('listFolder', path)).error ?? 'listed', /EACCES|ENOENT/, path);
  });
