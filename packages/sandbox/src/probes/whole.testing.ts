import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COLUMNS, type Column, Lane } from './battery.testing.ts';
import { compileProbes, compiler } from './compile.testing.ts';
import type { Outcome } from './outcome.testing.ts';
import { type Python, python } from './python.testing.ts';
import { cRow, JS_ROWS, type ProbeRow } from './rows.testing.ts';

/** Outcomes by probe and column, reviewed by hand: `npm run probes -- --expect` writes what it met, and the diff is the decision. */
export const EXPECTED = fileURLToPath(new URL('./expected.testing.json', import.meta.url));
export type Table = Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

export function readExpected(): Table {
  const { columns, probes } = JSON.parse(readFileSync(EXPECTED, 'utf8')) as { columns: string[]; probes: Record<string, string> };
  return Object.fromEntries(
    Object.entries(probes).map(([id, line]) => [id, Object.fromEntries(line.split(' ').map((outcome, index) => [columns[index] ?? '', outcome]))]),
  );
}

/** All that can run here: without a compiler or Python their probes are left out, by name. */
export interface Battery {
  readonly rows: readonly ProbeRow[];
  readonly object: string | undefined;
  readonly python: Python | undefined;
  readonly tools: readonly string[];
  readonly absent: readonly string[];
}

export async function prepare(): Promise<Battery> {
  const found = compiler();
  const object = found === undefined ? undefined : compileProbes(found.command);
  const what = python();
  return {
    rows: [...(await namesOf(object)).map(cRow), ...JS_ROWS],
    object,
    python: what,
    tools: [found?.version, what?.version].filter((text) => text !== undefined),
    absent: [...(object === undefined ? ['C: no compiler'] : []), ...(what === undefined ? ['Python: no /usr/bin/python3'] : [])],
  };
}

async function namesOf(object: string | undefined): Promise<string[]> {
  const [first] = COLUMNS;
  if (object === undefined || first === undefined) return [];
  const lane = new Lane(first, object);
  try {
    return await lane.names();
  } finally {
    lane.close();
  }
}

/** One column of the battery. */
export async function runColumn(battery: Battery, column: Column, wanted: (id: string) => boolean = () => true): Promise<Map<string, Outcome>> {
  const lane = new Lane(column, battery.object);
  const found = new Map<string, Outcome>();
  try {
    for (const row of battery.rows) if (wanted(row.id)) found.set(row.id, await lane.outcome(row));
    for (const name of battery.python?.names ?? []) {
      const id = `python/${name}`;
      if (battery.python !== undefined && wanted(id)) found.set(id, await lane.pythonOutcome(battery.python, name));
    }
  } finally {
    lane.close();
    for (const name of readdirSync('/tmp')) if (name.startsWith('horngate-probe')) rmSync(join('/tmp', name), { recursive: true, force: true });
  }
  return found;
}
