import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const BIN = at('../../packages/cli/bin/horngate.js');
const INPUT = at('../../examples/digits/images/3.npy');
const MAX_MS = 1000;
const MAX_PSS = 300e6;

/** What one command line did: its status, what it printed to stdout, wall time, and the most memory that all its processes had together. */
interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly ms: number;
  readonly pss: number;
}

/**
 * `npm run hostile`: every hostile artifact through the whole command line, `scan` and `run`, one after the other.
 *
 * `scan` must exit 1, `run` 1 or 3 with nothing on stdout; no canary fires, nothing is written outside HORNGATE_HOME, and no run takes more than a second
 * or 300 MB (proportional set size of all processes, sampled).
 */
async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-hostile-'));
  chmodSync(folder, 0o755);
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  const canary = join(folder, 'canary');
  const env = { PATH: process.env['PATH'], HOME: outside, TMPDIR: outside, HORNGATE_HOME: join(folder, 'home'), HORNGATE_CANARY: canary };
  const names = readdirSync(at('hostile')).filter((name) => name.endsWith('.keras'));
  let [bad, slowest, largest] = [0, 0, 0];
  try {
    await run(['scan', at(`hostile/${names[0]}`)], outside, env); // builds and stages
    for (const name of names) {
      const path = at(`hostile/${name}`);
      const scanned = await run(['scan', path], outside, env);
      const ran = await run(['run', path, '--input', INPUT], outside, env);
      slowest = Math.max(slowest, scanned.ms, ran.ms);
      largest = Math.max(largest, scanned.pss, ran.pss);
      const wrong = [
        scanned.status === 1 ? '' : `scan exits ${scanned.status}`,
        ran.status === 1 || ran.status === 3 ? '' : `run exits ${ran.status}`,
        ran.out === '' ? '' : 'run has an output',
        existsSync(canary) ? 'the canary fired' : '',
        readdirSync(outside).length === 0 ? '' : 'something was written outside',
        Math.max(scanned.ms, ran.ms) <= MAX_MS ? '' : `takes ${Math.max(scanned.ms, ran.ms)} ms`,
        Math.max(scanned.pss, ran.pss) <= MAX_PSS ? '' : `takes ${Math.max(scanned.pss, ran.pss)} bytes`,
      ].filter((text) => text !== '');
      if (wrong.length > 0) bad++;
      console.log(
        `${wrong.length === 0 ? 'refused' : 'NOT    '} ${name} scan ${scanned.ms} ms, run ${ran.ms} ms, ${(scanned.pss / 1e6).toFixed(0)} MB ${wrong.join(', ')}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`slowest ${slowest} ms, largest ${(largest / 1e6).toFixed(0)} MB\n${names.length - bad} passed, ${bad} failed`);
  return bad === 0 ? 0 : 1;
}

async function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const begun = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  let [out, pss] = ['', 0];
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString();
  });
  const sampler = setInterval(() => {
    pss = Math.max(pss, familyPss(child.pid ?? 0));
  }, 15);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(sampler);
  return { status, out: args[0] === 'scan' ? '' : out, ms: Math.round(performance.now() - begun), pss };
}

/** Sum of the proportional set sizes of a process and all below it. */
function familyPss(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [pid, parent] of parents)
      if (family.has(parent) && !family.has(pid)) {
        family.add(pid);
        grew = true;
      }
  }
  return [...family].reduce((sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0);
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

process.exitCode = await main();
