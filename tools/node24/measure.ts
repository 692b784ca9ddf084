import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Start to first prediction of a sealed Program, and memory of its idle runner, under the Node that runs this. Exit 1 past the budget.
 *
 * Judged by the least of nine starts: other work on the machine only adds. MB are 10^6 bytes.
 */
const STARTS = 9;
const BUDGETS: Readonly<Record<string, { startMs: number; residentMB: number }>> = {
  20: { startMs: Number.POSITIVE_INFINITY, residentMB: 120 },
  24: { startMs: 520, residentMB: 140 },
};
const home = mkdtempSync(join(tmpdir(), 'horngate-measure-'));
chmodSync(home, 0o755);
process.env['HORNGATE_HOME'] = home;
const at = (path: string): string => fileURLToPath(new URL(`../../examples/digits/${path}`, import.meta.url));
const { compile, decode, judge, open, scan, start } = await import('horngate');
let over = false;
try {
  const artifact = open(at('digits.keras'));
  const report = await scan(artifact);
  const program = await compile(artifact, judge(report), report);
  artifact.close();
  const [image] = Object.values(await decode(at('images/7.npy')));
  if (image === undefined) throw new Error('no image');
  const starts: number[] = [];
  const resident: number[] = [];
  let level = '';
  for (let count = 0; count < STARTS; count++) {
    const from = performance.now();
    const session = await start(program);
    await session.predict([image]);
    starts.push(performance.now() - from);
    resident.push(...runners().map(residentMB));
    level = session.posture.level;
    session.dispose();
  }
  const startMs = Math.min(...starts);
  const memory = Math.max(...resident);
  const budget = BUDGETS[process.versions.node.split('.')[0] ?? ''] ?? { startMs: Number.POSITIVE_INFINITY, residentMB: Number.POSITIVE_INFINITY };
  over = startMs > budget.startMs || memory > budget.residentMB;
  console.log(
    `Node ${process.versions.node}, ${level}: start to first prediction ${startMs.toFixed(0)} ms at best, ${starts.sort((a, b) => a - b)[STARTS >> 1]?.toFixed(0)} ms in the middle (at most ${budget.startMs}); idle runner ${memory.toFixed(0)} MB resident (at most ${budget.residentMB})`,
  );
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exit(over ? 1 : 0);

/** Runners of this home. */
function runners(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && command(name).includes(home) && command(name).includes('runner') && command(name).includes('--jitless'))
    .map(Number);
}

function command(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}

/** 0 where it just ended. */
function residentMB(pid: number): number {
  try {
    return (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
}
