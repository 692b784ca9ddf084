import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { capability } from '../guest.testing.ts';
import { COLUMNS, OUTSIDE, reached } from './battery.testing.ts';
import { alike, escaped, type Outcome } from './outcome.testing.ts';
import { type Battery, EXPECTED, prepare, readExpected, runColumn, type Table } from './whole.testing.ts';

/**
 * `npm run probes [-- --expect] [--keep]`: the whole battery, in every column that this host reaches. Exit 1 where an outcome is another than the reviewed one.
 * `--expect` writes the reviewed table anew, `--keep` the figures in docs/probes.md.
 */
const PAGE = fileURLToPath(new URL('../../../../docs/probes.md', import.meta.url));
const battery = await prepare();
const columns = [OUTSIDE, ...COLUMNS].filter(reached);
const table: Record<string, Record<string, Outcome>> = {};
const seconds: Record<string, number> = {};
for (const column of columns) {
  const from = performance.now();
  for (const [id, outcome] of await runColumn(battery, column)) table[id] = { ...table[id], [column.name]: outcome };
  seconds[column.name] = Math.round((performance.now() - from) / 1000);
  console.log(summary(column.name));
}
for (const text of battery.absent) console.log(`left out: ${text}`);
if (process.argv.includes('--expect')) writeExpected();
const different = process.argv.includes('--expect') ? [] : differences(readExpected());
for (const line of different) console.log(line);
console.log(`${Object.keys(table).length} probes, ${columns.length} columns, ${different.length} outcomes that are not the reviewed ones`);
if (process.argv.includes('--keep')) writeFileSync(PAGE, page(battery));
process.exit(different.length === 0 ? 0 : 1);

function counts(name: string): { passed: string[]; sigsys: number; error: number; other: number; none: number; all: number } {
  const found = Object.entries(table).map(([id, outcomes]) => [id, outcomes[name] ?? '-'] as const);
  const ran = found.filter(([, outcome]) => outcome !== '-');
  const passed = ran.filter(([, outcome]) => escaped(outcome)).map(([id]) => id);
  const sigsys = ran.filter(([, outcome]) => outcome === 'SIGSYS').length;
  const error = ran.filter(([, outcome]) => /^E[A-Z]|Error$|^(error|gaierror|MODULE_NOT_FOUND)$/.test(outcome)).length;
  return { passed, sigsys, error, other: ran.length - passed.length - sigsys - error, none: found.length - ran.length, all: ran.length };
}

function summary(name: string): string {
  const { passed, sigsys, error, other, all } = counts(name);
  return `${name}: ${all} ran, ${passed.length} passed, ${error} got an error, ${sigsys} were killed by the filter, ${other} by something else (${seconds[name]} s)`;
}

function differences(expected: Table): string[] {
  return Object.entries(table).flatMap(([id, outcomes]) =>
    Object.entries(outcomes)
      .filter(([name, outcome]) => name !== OUTSIDE.name && !alike(outcome, expected[id]?.[name] ?? 'nothing'))
      .map(([name, outcome]) => `${id}, ${name}: ${outcome}, reviewed: ${expected[id]?.[name] ?? 'nothing'}`),
  );
}

function writeExpected(): void {
  const names = COLUMNS.map(({ name }) => name);
  const lines = Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, outcomes]) => `    ${JSON.stringify(id)}: ${JSON.stringify(names.map((name) => outcomes[name] ?? '-').join(' '))}`);
  writeFileSync(EXPECTED, `{\n  "columns": ${JSON.stringify(names).replaceAll(',', ', ')},\n  "probes": {\n${lines.join(',\n')}\n  }\n}\n`);
}

function page({ tools, absent }: Battery): string {
  const names = columns.map(({ name }) => name);
  const bubblewrap = capability.bubblewrap.path === null ? 'none' : execFileSync(capability.bubblewrap.path, ['--version'], { encoding: 'utf8' }).trim();
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# The probe battery',
    '',
    'Hostile acts in C, JavaScript and Python, in the place of a runner. Each stands behind a control that must answer first, so that a probe which never ran does not',
    'pass for one that was refused; `outside` is the same guest without any protection but another user. Printed by `npm run probes -- --keep`; the reviewed table is',
    '`packages/sandbox/src/probes/expected.testing.json`, and `npm test` runs a part of it.',
    '',
    `Run on ${new Date().toISOString().slice(0, 10)}: Linux ${release().split('-')[0]}, Landlock ABI ${capability.landlockAbi}, ${bubblewrap}, Node ${process.versions.node}, ${tools.join(', ')}, parent ${process.getuid?.() === 0 ? 'root' : 'an ordinary user'}.`,
    ...absent.map((text) => `Left out: ${text}.`),
    '',
    '- **start**: a runner before its lock, when it has seen nothing of a stranger yet but the sealed Program. **locked**: after it, alone; the victim is the parent.',
    "- **beside**: after it, with a second tenant's locked runner as the victim, which must answer its own controls after each probe.",
    '- **jit**: the lock of `runner-jit`, which lets pages become executable and is attested so.',
    '- `SIGSYS`: killed by the system call filter. An error name: what the call answered. `abort`, `memory`, `cpu`, `deadline`: the guest ran into a budget or ended itself.',
    '',
    row(['column', 'ran', 'error', 'SIGSYS', 'other end', 'passed', 'seconds']),
    row(Array(7).fill('---')),
    ...names.map((name) => {
      const { all, error, sigsys, other, passed } = counts(name);
      return row([name, all, error, sigsys, other, passed.length, seconds[name] ?? '']);
    }),
    '',
    'What passes:',
    '',
    ...names
      .filter((name) => name !== OUTSIDE.name)
      .map(
        (name) =>
          `- **${name}**: ${
            counts(name)
              .passed.map((id) => `\`${id}\``)
              .join(', ') || 'nothing'
          }`,
      ),
    '',
    '## All probes',
    '',
    row(['probe', ...names]),
    row(Array(names.length + 1).fill('---')),
    ...Object.keys(table)
      .sort()
      .map((id) => row([`\`${id}\``, ...names.map((name) => table[id]?.[name] ?? '-')])),
    '',
  ].join('\n');
}
