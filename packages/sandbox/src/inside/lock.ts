import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

/**
 * Locks this process down for good: nothing can be opened, started or mapped executable any more (second stage, see `launcher/lock.ts`).
 *
 * To be called once, after the model is loaded and warm, before the first untrusted tensor. The libuv pool is made first: a thread that is being born at the
 * moment of the lock would die of it. Node refuses the object with "did not self-register", since it is no add-on; its initialiser has run by then. Whether the
 * lock holds is not decided here but read by the host from outside (`Guest.confirmLock`).
 */
export async function lockForGood(): Promise<void> {
  await makePool(Number(process.env['UV_THREADPOOL_SIZE'] ?? 4));
  const object = process.execArgv.includes('--jitless') ? 'lock.so' : 'lock-jit.so';
  try {
    process.dlopen({ exports: {} }, join(dirname(process.argv[1] ?? ''), object));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('self-register')) throw error;
  }
}

/** libuv makes its threads one by one, as work arrives. */
async function makePool(threads: number): Promise<void> {
  const work = () => new Promise<void>((resolve, reject) => randomBytes(1 << 16, (error) => (error === null ? resolve() : reject(error))));
  await Promise.all(Array.from({ length: threads }, work));
}
