import { HorngateError } from '@horngate/core/words';
import { writeHeader, writeJson } from '../frames.ts';
import { log, serveFrames } from './index.ts';
import { writeAll } from './pipe.ts';

/** A guest that answers honestly, or breaks the protocol in the way that it is asked for. */
const raw = (...parts: Uint8Array[]): void => {
  for (const part of parts) writeAll(1, part);
};

const patched = (at: number, ...bytes: number[]): Uint8Array => {
  const head = writeHeader(1, 'end', 0);
  head.set(bytes, at);
  return head;
};

const LIES: Record<string, () => void> = {
  magic: () => raw(patched(0, 1, 2, 3, 4)),
  kind: () => raw(patched(8, 99)),
  length: () => raw(patched(16, 255, 255, 255, 255, 255, 255, 255, 255)),
  huge: () => raw(writeHeader(1, 'chunk', 2 ** 40, 'uint8', [2 ** 40])),
  hugeJson: () => raw(writeHeader(1, 'end', 2 ** 30)),
  id: () => raw(writeHeader(77, 'end', 0)),
  shape: () => raw(writeHeader(1, 'chunk', 8, 'float32', [3])),
  nan: () => raw(patchedShape(Buffer.from([0, 0, 0, 0, 0, 0, 0xf8, 0x7f]))),
  rank: () => raw(patched(10, 200)),
  json: () => raw(writeHeader(1, 'end', 3), Buffer.from('{"a')),
  string: () => raw(writeHeader(1, 'chunk', 8, 'string', [1]), Buffer.from([255, 255, 0, 0, 1, 2, 3, 4])),
  bool: () => raw(writeHeader(1, 'chunk', 1, 'bool', [1]), Buffer.from([7])),
  code: () => raw(...writeJson(1, 'error', { code: 'HG_AUTH_DENIED', message: 'x' })),
  credit: () => raw(writeHeader(0, 'credit', 0)),
  cancel: () => raw(writeHeader(1, 'cancel', 0)),
  cancelNone: () => raw(writeHeader(9, 'cancel', 0)),
  early: () => raw(writeHeader(2, 'end', 0)),
  log: () => {
    for (;;) log('y'.repeat(10_000));
  },
  tensors: () => {
    for (;;) raw(writeHeader(1, 'chunk', 0, 'uint8', [0]));
  },
  flood: () => {
    for (;;) raw(new Uint8Array(65536));
  },
  hang: () => {
    for (;;);
  },
  exit: () => process.exit(3),
  half: () => {
    raw(writeHeader(1, 'end', 100), new Uint8Array(50));
    process.exit(3);
  },
  forbidden: () => process.setgid?.(0),
  abort: () => process.abort(),
  close: () => {
    process.on('exit', () => undefined);
    process.kill(process.pid, 'SIGKILL');
  },
};

function patchedShape(dim: Uint8Array): Uint8Array {
  const head = writeHeader(1, 'chunk', 0, 'uint8', [0]);
  head.set(dim, 24);
  return head;
}

/** Names of the calls that were begun. */
const begun: unknown[] = [];

void serveFrames(
  {
    begin: async (params) => {
      const { name, ms } = params as { name: string; ms: number };
      begun.push(name);
      await new Promise((resolve) => setTimeout(resolve, ms));
      return { result: name };
    },
    begun: () => ({ result: begun }),
    echo: (params, tensors) => ({ result: params, tensors }),
    print: () => {
      console.log('this must not get between the frames');
      return { result: 'printed' };
    },
    refuse: () => {
      throw new HorngateError('HG_ARTIFACT_FIELD', 'Cannot read "\u001b[2Jx"', { where: { member: 'config.json', offset: 7 } });
    },
    bug: () => {
      throw new TypeError('undefined is not a function');
    },
    memory: () => ({ result: new Uint8Array(2 ** 50).byteLength }),
    slow: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, Number(ms)));
      return { result: ms };
    },
    lie: (name) => {
      LIES[String(name)]?.();
      return { result: null };
    },
  },
  process.argv[2] === undefined ? {} : { credit: JSON.parse(process.argv[2]) },
);
