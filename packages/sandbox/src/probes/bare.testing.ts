import { spawn } from 'node:child_process';
import { Channel } from '../channel.ts';
import { errorOfExit } from '../death.ts';
import type { Said } from '../guest.testing.ts';
import { guestUid } from '../platform.ts';
import type { StagedGuest } from '../start.ts';

/** What the battery needs of a guest, confined or not. */
export interface Prober {
  readonly pid: number;
  probe(name: string, argument?: string): Promise<Said>;
  kill(): void;
}

/** The same bundle without any protection but another user: what the probes do where nothing refuses them. */
export async function bareGuest({ command, bundle }: StagedGuest, deadlineMs: number): Promise<Prober> {
  const [loader = '', ...args] = command;
  const uid = guestUid();
  const child = spawn(loader, [...args, bundle], {
    ...(uid === null ? {} : { uid, gid: uid }),
    env: { ORT_DISABLE_TELEMETRY: '1', PATH: '/usr/bin:/bin' },
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let tail = '';
  child.stderr.on('data', (piece: Buffer) => {
    tail = (tail + piece.toString('utf8')).slice(-4096);
  });
  const kill = (): void => void child.kill('SIGKILL');
  const died = new Promise<ReturnType<typeof errorOfExit>>((resolve) => {
    child.once('close', (code, signal) => resolve(errorOfExit({ code, signal, stderrTail: tail }, true)));
  });
  const channel = new Channel({ stdin: child.stdin, stdout: child.stdout, died, kill }, { deadlineMs });
  await channel.ready;
  return { pid: child.pid ?? 0, kill, probe: async (name, argument = '') => (await channel.call('probe', { name, argument })).result as Said };
}
