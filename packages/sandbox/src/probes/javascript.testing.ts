import * as childProcess from 'node:child_process';
import cluster from 'node:cluster';
import * as dgram from 'node:dgram';
import * as dns from 'node:dns';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as v8 from 'node:v8';

type Probe = (argument: string) => unknown;

/** Probes of the battery in JavaScript, besides those of `hostile.testing.ts`: what a script tries with Node's own library. */
export const JAVASCRIPT: Readonly<Record<string, Probe>> = {
  resolveName: (name) => dns.promises.lookup(name),
  fetch: async (url) => (await fetch(url)).status,
  httpServer: async () => once(http.createServer().listen(0, '127.0.0.1'), 'listening'),
  datagram: async () => once(dgram.createSocket('udp4').bind(0, '127.0.0.1'), 'listening'),
  unixName: async (path) => once(http.createServer().listen(path), 'listening'),
  fork: async () => once(childProcess.fork('/nonexistent.js'), 'spawn'),
  clusterFork: () => once(cluster.fork(), 'online'),
  executeItself: (path) => {
    const { error } = childProcess.spawnSync(path, ['--version']);
    if (error !== undefined) throw error;
    return 'ran';
  },
  innerSpawn: () => {
    const { binding } = process as unknown as { binding(name: string): { spawn(options: object): { error?: number } } };
    const { error = 0 } = binding.call(process, 'spawn_sync').spawn({ file: '/bin/sh', args: ['sh', '-c', 'true'], envPairs: [], stdio: [] });
    if (error !== 0) throw Object.assign(new Error('spawn'), { code: os.constants.errno.EPERM === -error ? 'EPERM' : String(error) });
    return 'spawned';
  },
  becomeRoot: () => process.setuid?.(0) ?? 'root',
  becomeGroup: () => process.setgroups?.([0]) ?? 'in the group',
  changeFolder: (path) => process.chdir(path) ?? 'there',
  changeMode: (path) => fs.chmodSync(path, 0o777) ?? 'changed',
  changeMask: () => {
    process.umask(0o22); // it says nothing of a refusal
    if (process.umask(0o22) !== 0o22) throw Object.assign(new Error('umask'), { code: 'EPERM' });
    return 'changed';
  },
  copyFile: (path) => fs.copyFileSync('/etc/passwd', path) ?? 'copied',
  hardLink: (path) => fs.linkSync('/etc/passwd', path) ?? 'linked',
  watchFile: (path) => fs.watch(path).close() ?? 'watched',
  reopenInput: () => fs.openSync('/proc/self/fd/0', 'r+'),
  reopenError: () => fs.openSync('/dev/stderr', 'w'),
  existence: (path) => fs.statSync(path).mode,
  resolvePath: (path) => fs.realpathSync.native(path),
  requireFile: (path) => Object.keys(require(path) as object).length,
  importFile: async (path) => Object.keys((await import(path)) as object).length,
  heapSnapshot: (path) => v8.writeHeapSnapshot(path),
  writeReport: (path) => {
    process.report.writeReport(path); // it says nothing of a failure
    return fs.statSync(path).size;
  },
  priority: () => os.setPriority(0, -5) ?? 'raised',
  networkCards: () => Object.keys(os.networkInterfaces()).length,
  processors: () => os.cpus()[0]?.model ?? Promise.reject(Object.assign(new Error('none'), { code: 'ENOENT' })),
  whoAmI: () => os.userInfo().username,
  hostName: () => os.hostname(),
};
