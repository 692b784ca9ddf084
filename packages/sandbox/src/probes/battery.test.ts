import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { noL2 } from '../guest.testing.ts';
import { COLUMNS, type Column, Lane } from './battery.testing.ts';
import { alike, escaped } from './outcome.testing.ts';
import { cRow, JS_ROWS } from './rows.testing.ts';
import { prepare, readExpected, runColumn } from './whole.testing.ts';

/** The short part of the battery: some of each kind, against two tenants' locked runners. All of it is `npm run probes`. */
const SHORT = new Set(
  `c/open_users c/open_victim_memory c/type_into_terminal_high_bits c/own_signals_of_descriptor c/write_then_execute c/patch_own_code c/take_private c/take_shared
  c/take_as_stack c/take_page_tables c/cached_pages c/fork c/execute_old_pointer c/execute_from_memory c/trace_victim c/read_victim c/signal_victim c/hold_victim
  c/raise_memory_limit c/outlive_parent c/abstract_name c/system_v_memory c/ring_of_calls c/allow_everything c/old_door c/x32_call c/count_events_of_victim
  c/time_stamp_counter js/read_users js/spawn_a_shell js/listen js/compile_WebAssembly python/read_users python/system python/executable_page python/thread`.split(
    /\s+/,
  ),
);
/** An instruction, which no filter sees: docs/threat-model.md. */
const PASSES = 'c/time_stamp_counter';
/** With pages that may become executable, as the lock of runner-jit attests. */
const JIT_PASSES = [PASSES, 'c/execute_stack', 'c/patch_own_code', 'c/write_and_execute', 'c/write_then_execute', 'js/compile_WebAssembly'];

const expected = readExpected();
const battery = await prepare();
const noCompiler = battery.object === undefined ? 'no compiler for the probes in C' : false;
const beside = (level: string): Column => COLUMNS.find((column) => column.level === level && column.beside) as Column;

test('the reviewed table names every probe that there is', () => {
  const sources = fileURLToPath(new URL('./c/', import.meta.url));
  const tables = readdirSync(sources).map((name) => /^const probe [^;]+;/m.exec(readFileSync(`${sources}${name}`, 'utf8'))?.[0] ?? '');
  const inC = tables.flatMap((text) => [...text.matchAll(/P\((\w+)\)|\{"(\w+)"/g)].map(([, plain, quoted]) => `c/${plain ?? quoted}`));
  const script = readFileSync(fileURLToPath(new URL('./python/probes.py', import.meta.url)), 'utf8');
  const inPython = [...script.matchAll(/^ {4}"(\w+)": lambda victim/gm)].map(([, name]) => `python/${name}`);
  assert.ok(inC.length >= 80 && inPython.length >= 40, `${inC.length} in C, ${inPython.length} in Python`);
  assert.deepEqual(Object.keys(expected).sort(), [...inC, ...inPython, ...JS_ROWS.map(({ id }) => id)].sort());
  for (const id of SHORT) assert.ok(id in expected, id);
});

test('by the reviewed table nothing but the time stamp counter passes the lock, and pages that become code only the lock of runner-jit', () => {
  for (const { name, locked, profile } of COLUMNS.filter((column) => column.locked)) {
    const passed = Object.keys(expected).filter((id) => escaped(expected[id]?.[name] ?? 'nothing'));
    assert.deepEqual(passed, profile === 'runner' ? [PASSES] : JIT_PASSES.toSorted(), `${name} ${locked}`);
  }
});

for (const { level, skip } of [
  { level: 'L1', skip: false },
  { level: 'L2', skip: noL2 },
])
  test(`probes beside another tenant's locked runner, at ${level}`, { skip: skip || noCompiler }, async (t) => {
    for (const text of battery.absent) t.diagnostic(`left out: ${text}`);
    for (const [id, outcome] of await runColumn(battery, beside(level), (id) => SHORT.has(id)))
      assert.ok(alike(outcome, expected[id]?.[`${level} beside`] ?? 'nothing'), `${id}: ${outcome}, reviewed: ${expected[id]?.[`${level} beside`]}`);
  });

test('sandbox/stack-memory: memory that grows downwards, which no limit counts, is refused', { skip: noCompiler }, async () => {
  assert.equal(await alone('take_as_stack'), 'EPERM');
});

test('sandbox/addresses: addresses run out before their page tables fill the memory', { skip: noCompiler }, async () => {
  assert.equal(await alone('take_page_tables'), 'ENOMEM');
});

/** One probe in C in a locked runner at L1. */
async function alone(name: string): Promise<string> {
  const lane = new Lane(COLUMNS.find((column) => column.name === 'L1 locked') as Column, battery.object);
  try {
    return await lane.outcome(cRow(name));
  } finally {
    lane.close();
  }
}
