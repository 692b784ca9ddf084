import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants;

/** Descriptors 0, 1 and 2 of a program, and our ends of them. */
export interface Fifos {
  readonly descriptors: readonly [number, number, number];
  readonly stdin: Socket;
  readonly stdout: Socket;
  readonly stderr: Socket;
  /** To be called when the program has them: as long as we hold its ends, ours do not end. */
  closeTheirs(): void;
}

/**
 * Real pipes. Node's own are pairs of sockets, of which a program asks `getsockname` whether it may write to them; no guest may make that call, and Node, for
 * one, then drops what it prints. Terminals and files of ours are never handed on: a program could read what is typed, and its limit of file sizes would count.
 *
 * @throws HG_UNAVAILABLE_STORE where no FIFO can be made.
 */
export function openFifos(folder: string): Fifos {
  const place = mkdtempSync(join(folder, 'pipes-'));
  const theirs: number[] = [];
  try {
    const [input = '', output = '', errors = ''] = ['0', '1', '2'].map((name) => join(place, name));
    const { status } = spawnSync('mkfifo', ['-m', '0600', input, output, errors], { env: { PATH: '/usr/bin:/bin' } });
    if (status !== 0) throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot make pipes in "${folder}" as "mkfifo" must work: it does not`);
    const stdin = writeEnd(input, theirs);
    const stdout = readEnd(output, theirs);
    const stderr = readEnd(errors, theirs);
    const closeTheirs = (): void => {
      for (const fd of theirs.splice(0)) closeSync(fd);
    };
    return { descriptors: theirs.slice() as [number, number, number], stdin, stdout, stderr, closeTheirs };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Opened so that neither end waits for the other; the program's end blocks, as programs expect. */
function readEnd(path: string, theirs: number[]): Socket {
  const ours = openSync(path, O_RDONLY | O_NONBLOCK);
  theirs.push(openSync(path, O_WRONLY));
  return new Socket({ fd: ours, readable: true, writable: false });
}

function writeEnd(path: string, theirs: number[]): Socket {
  const opener = openSync(path, O_RDONLY | O_NONBLOCK);
  const ours = openSync(path, O_WRONLY | O_NONBLOCK);
  theirs.push(openSync(path, O_RDONLY));
  closeSync(opener);
  return new Socket({ fd: ours, readable: false, writable: true });
}
