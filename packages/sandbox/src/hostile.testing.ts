import * as childProcess from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import { Worker } from 'node:worker_threads';
import { lockForGood, serveFrames } from './inside/index.ts';
import { JAVASCRIPT } from './probes/javascript.testing.ts';

/**
 * A guest that does what it is told, in the place of a reader, decoder or runner. It says what happened in full:
 * a probe that never ran must not look like one that was refused.
 */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

type Probe = (argument: string) => unknown;

const held: unknown[] = [];

/** The probes in C, as an add-on that is loaded before the lock. */
interface Native {
  run(name: string, pid: number): number;
  names(): string;
}
let native: Native | undefined;

const PROBES: Readonly<Record<string, Probe>> = {
  ...JAVASCRIPT,
  loadNative: (path) => {
    const module = { exports: {} };
    process.dlopen(module, path);
    native = module.exports as Native;
    return native.names().trim().split(' ');
  },
  c: (text) => {
    const [name = '', pid] = text.split(' ');
    return native?.run(name, Number(pid)) ?? null;
  },
  control: (text) => `ran ${text}`,
  readFile: (path) => fs.readFileSync(path).byteLength,
  listFolder: (path) => fs.readdirSync(path).length,
  writeFile: (path) => fs.writeFileSync(path, 'x') ?? 'written',
  truncate: (path) => fs.closeSync(fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_TRUNC)) ?? 'emptied',
  makeFolder: (path) => fs.mkdirSync(path) ?? 'made',
  link: (path) => fs.symlinkSync('/etc/passwd', path) ?? 'linked',
  writeMuch: (path) => {
    const fd = fs.openSync(path, 'w');
    for (let block = 0; block < 64; block++) fs.writeSync(fd, new Uint8Array(2 ** 20));
    return 'written 64 MiB';
  },
  descriptor: (fd) => fs.fstatSync(Number(fd)).size,
  openMany: (path) => {
    for (let count = 0; count < 1000; count++) held.push(fs.openSync(path, 'r'));
    return 'opened 1000';
  },
  readDescriptor: (fd) => fs.readFileSync(Number(fd), 'utf8'),
  spawn: (path) => {
    const { error, status } = childProcess.spawnSync(path, ['-c', 'true']);
    if (error !== undefined) throw error;
    return `status ${status}`;
  },
  spawnMany: () => {
    for (let count = 0; count < 100; count++) childProcess.spawn('/bin/sh', ['-c', 'sleep 60']);
    return 'spawned';
  },
  listen: () =>
    new Promise((resolve, reject) => {
      net
        .createServer()
        .on('error', reject)
        .listen(0, '127.0.0.1', () => resolve('listening'));
    }),
  connect: (address) =>
    new Promise((resolve, reject) => {
      const [host, port] = address.split(':');
      net
        .connect(Number(port), host)
        .on('error', reject)
        .on('connect', () => resolve('connected'));
    }),
  connectUnix: (path) =>
    new Promise((resolve, reject) => {
      net
        .connect(path)
        .on('error', reject)
        .on('connect', () => resolve('connected'));
    }),
  signal: (pid) => process.kill(Number(pid), 0),
  debug: (pid) => (process as unknown as { _debugProcess(pid: number): void })._debugProcess(Number(pid)) ?? 'done',
  environment: () => ({ ...process.env }),
  user: () => process.getuid?.(),
  arguments: () => ({ pid: process.pid, execArgv: process.execArgv }),
  memory: (mebibytes) => {
    for (let count = 0; count < Number(mebibytes); count += 16) held.push(Buffer.alloc(16 * 2 ** 20, 1));
    return 'allocated';
  },
  heap: () => {
    for (;;) held.push({ x: new Array(1000).fill(Math.random()) });
  },
  cpu: () => {
    for (;;);
  },
  threads: (count) =>
    Promise.all(
      Array.from({ length: Number(count) }, () => new Promise((resolve, reject) => new Worker('', { eval: true }).on('error', reject).on('online', resolve))),
    ).then(() => 'threads'),
  // (module (func (export "f") (result i32) i32.const 42)): V8 needs executable pages for it.
  wasm: () => {
    const bytes = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]);
    const WASM = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
    const { exports } = new WASM.Instance(new WASM.Module(bytes));
    return (exports['f'] as () => number)();
  },
  load: (path) => process.dlopen({ exports: {} }, path) ?? 'loaded',
  inspector: () => {
    const inspector = process.getBuiltinModule?.('inspector') ?? require('node:inspector');
    inspector.open(0); // it says nothing of a failure
    if (inspector.url() === undefined) throw Object.assign(new Error('inspector'), { code: 'EPERM' });
    return 'open';
  },
  exit: (status) => process.exit(Number(status)),
  abort: () => process.abort(),
  stderr: () => {
    for (let count = 0; count < 1000; count++) fs.writeSync(2, `\u001b[31m${'z'.repeat(1000)}\n`);
    return 'flooded';
  },
};

void serveFrames({
  lock: async () => {
    await lockForGood();
    return { result: 'locked' };
  },
  probe: async (params) => {
    const { name, argument } = params as { name: string; argument: string };
    try {
      return { result: { ran: name, value: (await PROBES[name]?.(argument)) ?? null } };
    } catch (error) {
      return { result: { ran: name, error: error instanceof Error ? ((error as { code?: string }).code ?? error.message) : String(error) } };
    }
  },
  echo: (params, tensors) => ({ result: params, tensors }),
}).then(() => process.exit(0));
