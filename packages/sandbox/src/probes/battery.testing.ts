import type { Level, Profile } from '@horngate/core/words';
import { capability, type Hostile, hostile, hostileStage, LIMITS } from '../guest.testing.ts';
import { bareGuest, type Prober } from './bare.testing.ts';
import { type Outcome, outcomeOf, outcomeOfDeath } from './outcome.testing.ts';
import { type Python, runPython } from './python.testing.ts';
import type { ProbeRow } from './rows.testing.ts';

/** Where and when probes run. `beside`: a second tenant's locked runner is there, is the victim, and must feel nothing. */
export interface Column {
  readonly name: string;
  readonly level: Level | 'none';
  readonly profile: Profile;
  readonly locked: boolean;
  readonly beside: boolean;
}

const column = (level: Column['level'], profile: Profile, locked: boolean, beside: boolean, name: string): Column => ({ name, level, profile, locked, beside });
export const OUTSIDE = column('none', 'runner', false, true, 'outside');
export const COLUMNS: readonly Column[] = [
  column('L1', 'runner', false, false, 'L1 start'),
  column('L1', 'runner', true, false, 'L1 locked'),
  column('L1', 'runner', true, true, 'L1 beside'),
  column('L1', 'runner-jit', true, false, 'L1 jit'),
  column('L2', 'runner', false, false, 'L2 start'),
  column('L2', 'runner', true, false, 'L2 locked'),
  column('L2', 'runner', true, true, 'L2 beside'),
  column('L2', 'runner-jit', true, false, 'L2 jit'),
];
export const reached = ({ level }: Column): boolean => level !== 'L2' || capability.bubblewrap.works;

const CALL_MS = 5000;
const forever = { after: () => undefined };

/**
 * Runs probes in one column, each behind a control that must answer first. A guest that refused goes on to the next probe; one that died, or in which something
 * passed, is replaced.
 *
 * @param object - the compiled probes; without them only rows in JavaScript can run.
 */
export class Lane {
  readonly column: Column;
  readonly #object: string | undefined;
  #guest: Prober | undefined;
  #victim: Prober | undefined;

  constructor(where: Column, object: string | undefined) {
    this.column = where;
    this.#object = object;
  }

  /** Names of the probes in C. */
  async names(): Promise<string[]> {
    this.#guest ??= await this.#start(false);
    const { value } = await this.#guest.probe('loadNative', this.#object);
    return value as string[];
  }

  async outcome(row: ProbeRow): Promise<Outcome> {
    if (this.column.level === 'none' && row.bomb) return '-';
    if (this.column.beside) this.#victim ??= await this.#start(true);
    this.#guest ??= await this.#start(this.column.locked);
    if (!(await controls(this.#guest, this.#object !== undefined))) return 'did-not-run';
    const found = await this.#ask(this.#guest, row);
    return (await this.#unharmed()) ? found : 'harmed';
  }

  /** A probe in Python, which is a process of its own. */
  async pythonOutcome(what: Python, name: string): Promise<Outcome> {
    const { level, locked, beside } = this.column;
    if (level !== 'L1' && level !== 'L2') return '-';
    if (beside) this.#victim ??= await this.#start(true);
    const found = await runPython(what, name, { level, locked, victim: this.#victim?.pid ?? process.pid });
    return (await this.#unharmed()) ? found : 'harmed';
  }

  close(): void {
    this.#guest?.kill();
    this.#victim?.kill();
  }

  /** The other tenant's runner still answers. */
  async #unharmed(): Promise<boolean> {
    if (this.#victim === undefined || (await controls(this.#victim, this.#object !== undefined).catch(() => false))) return true;
    this.#victim.kill();
    this.#victim = undefined;
    return false;
  }

  async #ask(guest: Prober, row: ProbeRow): Promise<Outcome> {
    try {
      const found = outcomeOf(await guest.probe(row.ask, row.argument(this.#victim?.pid ?? process.pid)), row.ask);
      if (found === 'passed' || this.column.level === 'none') this.#replace(guest);
      return found;
    } catch (error) {
      this.#replace(guest);
      return outcomeOfDeath(error as { code: string; message: string });
    }
  }

  #replace(guest: Prober): void {
    guest.kill();
    this.#guest = undefined;
  }

  async #start(locked: boolean): Promise<Prober> {
    const { level, profile } = this.column;
    const guest: Prober | Hostile =
      level === 'none'
        ? await bareGuest(hostileStage, CALL_MS)
        : await hostile(forever, {
            level,
            profile,
            ro: this.#object === undefined ? [] : [this.#object],
            limits: { ...LIMITS, cpuSeconds: 3 },
            caps: { deadlineMs: CALL_MS },
          });
    if (this.#object !== undefined) await guest.probe('loadNative', this.#object);
    if (locked && level !== 'none') await (guest as Hostile).lock();
    return guest;
  }
}

/** Code of ours ran in it, in both languages, and allowed calls reached the kernel. */
async function controls(guest: Prober, native: boolean): Promise<boolean> {
  const said = await guest.probe('control', 'x');
  return said.value === 'ran x' && (!native || (await guest.probe('c', 'control 0')).value === 42);
}
