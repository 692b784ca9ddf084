import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Tensor } from '@horngate/core/tensor';
import type { Guest } from '@horngate/sandbox';
import { startMedia } from '../../packages/host/src/guests.ts';
import { type HostOptions, hostOptions } from '../../packages/host/src/options.ts';
import { freshBuild } from '../../tools/build/fresh.js';

/** Real guests over a home of their own, gone after the tests. */
export async function mediaOptions(): Promise<HostOptions> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-media-'));
  chmodSync(home, 0o755);
  after(() => rmSync(home, { recursive: true, force: true }));
  return hostOptions({ guests: (await freshBuild()).guests, home });
}

/** A media guest as the host has it: locked, and that seen from outside. */
export async function lockedMedia(options: HostOptions): Promise<Guest> {
  const guest = await startMedia(options, 1 << 20, 1 << 20);
  after(() => guest.kill());
  await guest.channel.call('lock', {}, [], { deadlineMs: 20_000 });
  await guest.confirmLock();
  return guest;
}

/** The picture as uint8 [height, width, channels]. */
export async function decodedBy(guest: Guest, bytes: Uint8Array, size: { width: number; height: number }, channels: 1 | 3): Promise<Tensor> {
  await guest.channel.call('decode', { width: size.width, height: size.height }, [{ dtype: 'uint8', shape: [bytes.length], data: bytes }], {
    deadlineMs: 20_000,
  });
  const { tensors } = await guest.channel.call('fed', { channels, size: null, pixels: '0..255' }, [], { deadlineMs: 20_000 });
  return tensors[0] as Tensor;
}

/** Most memory that the guest ever had, in bytes, as the kernel says it (proc(5), VmHWM). */
export const peakBytes = ({ pid }: Guest): number => 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
