import { printable } from '@horngate/core/render';

type Shape = readonly (number | null)[];

interface Layer {
  readonly name: string;
  readonly class: string;
  readonly outputShape: Shape | readonly Shape[] | null;
  readonly params: number;
  readonly trainable: boolean;
  readonly connections: readonly string[];
  readonly layers?: readonly Layer[];
}

interface Counts {
  readonly total: number;
  readonly trainable: number;
  readonly nonTrainable: number;
}

/** The part of what `inspect` answers that people read. */
export interface Summary {
  readonly format: string;
  readonly producer: { readonly keras: string | null; readonly meanings: number };
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly params: Counts;
  readonly optimizerParams: number;
  readonly bytes: Counts & { readonly optimizer: number };
  readonly runs: boolean;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** The table of `model.summary(expand_nested=True, show_trainable=True)`, and whether the model would run. */
export function summaryText(digest: string, { format, producer, name, layers, params, optimizerParams, bytes, runs, refusal }: Summary): string {
  return [
    `${digest}  ${format}, says it was written by Keras ${printable(producer.keras ?? 'of no version')}, is read as Keras ${producer.meanings} means it`,
    `Model: "${printable(name)}"`,
    ...aligned(tableOf(layers)),
    `Total params: ${amount(params.total + optimizerParams, bytes.total + bytes.optimizer)}`,
    `Trainable params: ${amount(params.trainable, bytes.trainable)}`,
    `Non-trainable params: ${amount(params.nonTrainable, bytes.nonTrainable)}`,
    ...(optimizerParams > 0 ? [`Optimizer params: ${amount(optimizerParams, bytes.optimizer)}`] : []),
    runs ? 'Compiles and runs here' : `Does not run here: ${refusal?.code}: ${printable(refusal?.message ?? '')}`,
    '',
  ].join('\n');
}

const HEADER = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to', 'Trainable'] as const;
const NUMBERS = HEADER.indexOf('Param #');

/** As Keras, without "Connected to" where each layer takes what the one before answers. */
function tableOf(layers: readonly Layer[]): string[][] {
  const chain = layers.every(({ connections }, index) => connections.length <= 1 && callerOf(connections[0]) === (connections[0] && layers[index - 1]?.name));
  const rows = layers.flatMap((layer) => rowsOf(layer, 0));
  return [[...HEADER], ...rows].map((row) => row.filter((_, column) => !chain || HEADER[column] !== 'Connected to'));
}

/** The layer of `layer[call][tensor]`. */
const callerOf = (connection: string | undefined): string | undefined => connection?.replace(/\[\d+\]\[\d+\]$/, '');

function rowsOf({ name, class: type, outputShape, params, trainable, connections, layers }: Layer, level: number): string[][] {
  const indent = level === 0 ? '' : `${'   '.repeat(level)}└ `;
  const calls = level === 0 ? connections.join(', ') : '';
  const row = [`${indent}${name} (${type})`, shapeText(outputShape), grouped(params), calls || '-', params === 0 ? '-' : trainable ? 'Y' : 'N'];
  return [row.map(printable), ...(layers ?? []).flatMap((layer) => rowsOf(layer, level + 1))];
}

function shapeText(shape: Layer['outputShape']): string {
  if (shape === null) return '?';
  if (shape.some(Array.isArray)) return `[${(shape as readonly Shape[]).map(shapeText).join(', ')}]`;
  return `(${shape.map((dim) => dim ?? 'None').join(', ')})`;
}

function aligned(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) => table.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
  return table.map((row) =>
    row
      .map((cell, column) => (column === NUMBERS ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const amount = (count: number, bytes: number): string => `${grouped(count)} (${sizeText(bytes)})`;

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** In the units of Keras, which are powers of 1024 (keras/src/utils/summary_utils.py, `readable_memory_size`). */
function sizeText(bytes: number): string {
  const step = UNITS.findIndex((_, index) => bytes < 1024 ** (index + 1));
  return `${hundredths(bytes / 1024 ** step)} ${UNITS[step] ?? ''}`;
}

/** Two decimals as Python prints them: a tie, which only whole halves of a hundredth are here, goes to the even digit. */
function hundredths(value: number): string {
  const scaled = value * 100;
  const whole = Math.floor(scaled);
  return ((scaled - whole === 0.5 ? whole + (whole % 2) : Math.round(scaled)) / 100).toFixed(2);
}
