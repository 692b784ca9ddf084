import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installed, matchOsv, namesOf, type Snapshot } from '@horngate/core/updates';
import { currentHouse } from './context.ts';
import { TOOL } from './version.ts';

/** One thing that turns an input into tensors, as `packages/guests/src/converters.json` has it. */
interface Row {
  readonly input: string;
  readonly library: string;
  /** Null: of this house, or as it is installed. */
  readonly version: string | null;
  readonly language: string;
  readonly memorySafe: boolean;
  readonly guest: string;
  readonly package: string | null;
}

interface Converter extends Omit<Row, 'package'> {
  /** Ids that hold for the package as it is installed. */
  readonly advisories: readonly string[];
}

interface Known {
  readonly installed: readonly Installed[];
  readonly advisories: Pick<Snapshot, 'advisories'>;
}

export function convertersOf({ installed, advisories: { advisories } }: Known): readonly Converter[] {
  const { converters } = JSON.parse(readFileSync(join(currentHouse().guests, 'converters.json'), 'utf8')) as { converters: readonly Row[] };
  return converters.map(({ package: name, ...row }) => {
    const found = installed.find((one) => one.name === name);
    const holding = found === undefined ? [] : advisories.filter((record) => matchOsv(record, found)?.status === 'affected');
    const version = name === null ? TOOL.version : (row.version ?? found?.version ?? null);
    return { ...row, version, advisories: [...new Set(holding.map((record) => namesOf(record).find((id) => id.startsWith('CVE-')) ?? record.id))] };
  });
}

/** None known is not none: a table that is silent must say of what. */
const NOT_LOOKED_AT = 'Advisories are asked of the package that brings a library (sharp, onnxruntime-node, Node.js, keras), not of each library inside it.';

export const convertersJson = (converters: readonly Converter[]): string => `${JSON.stringify({ version: 1, tool: TOOL, converters }, null, 2)}\n`;

export function convertersText(converters: readonly Converter[]): string {
  const rows = converters.map(({ input, library, version, language, memorySafe, guest, advisories }) => [
    input,
    `${library} ${version ?? '(not installed)'}`,
    language,
    memorySafe ? 'memory-safe' : 'not memory-safe',
    guest,
    library === 'Horngate' ? '-' : advisories.length === 0 ? 'none known here' : advisories.join(' '),
  ]);
  const table = [['input', 'library', 'language', 'memory', 'guest', 'advisories'], ...rows];
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return `${table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n\n${NOT_LOOKED_AT}\n`;
}
