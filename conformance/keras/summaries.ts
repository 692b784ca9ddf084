import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { InspectedLayer, Inspection } from '@horngate/core/keras';

/** What `model.summary()` of real Keras says of an artifact: see `summaries.py`. */
export interface Summary {
  readonly by: string;
  readonly rows: readonly Row[];
  readonly totals: Readonly<Record<string, readonly [count: number, size: string | null]>>;
}

type Row = readonly [level: number, name: string, className: string, shape: string, params: string, connected: string | null, trainable: string];

/** By `<family>/<name>`. */
export const summaries = (): ReadonlyMap<string, Summary> =>
  new Map(
    Object.entries((JSON.parse(gunzipSync(readFileSync(`${import.meta.dirname}/summaries.json.gz`)).toString()) as { models: Record<string, Summary> }).models),
  );

/** One cell that differs. */
export interface Difference {
  readonly row: string;
  readonly cell: string;
  readonly keras: string;
  readonly ours: string;
}

/** Every cell of the table and of the lines below it that ours does not say as Keras does. */
export function differences(summary: Summary, inspection: Inspection): Difference[] {
  const ours = rowsBelow(inspection.layers, 0);
  const found: Difference[] = [];
  const check = (row: string, cell: string, keras: string, our: string): void => {
    if (keras !== our) found.push({ row, cell, keras, ours: our });
  };
  const names = (rows: readonly { readonly level: number; readonly name: string }[]): string => rows.map(({ level, name }) => `${level} ${name}`).join(', ');
  check('', 'rows', names(summary.rows.map(([level, name]) => ({ level, name }))), names(ours.map(({ level, layer }) => ({ level, name: layer.name }))));
  if (found.length > 0) return found;
  summary.rows.forEach(([level, name, className, shape, params, connected, trainable], index) => {
    const { layer } = ours[index] as (typeof ours)[number];
    check(name, 'class', className, layer.class);
    check(name, 'shape', shapesIn(shape), shownShapes(layer));
    check(name, 'params', params.replace(' (unbuilt)', ''), String(layer.params));
    // Keras looks for the calls of the outermost model alone
    if (connected !== null && level === 0) check(name, 'connected', connectionsIn(connected), layer.connections.join(', '));
    if (trainable !== '-') check(name, 'trainable', trainable, layer.trainable ? 'Y' : 'N');
    else check(name, 'trainable', '0', String(layer.params));
  });
  const { params, bytes, optimizerParams } = inspection;
  const totals = {
    Total: [params.total + optimizerParams, bytes.total + bytes.optimizer],
    Trainable: [params.trainable, bytes.trainable],
    'Non-trainable': [params.nonTrainable, bytes.nonTrainable],
    Optimizer: [optimizerParams, bytes.optimizer],
  } as const;
  for (const [name, [count, size]] of Object.entries<readonly [number, string | null]>({ Optimizer: [0, null], ...summary.totals })) {
    const [our, taken] = totals[name as keyof typeof totals];
    check('', name, String(count), String(our));
    if (size !== null) check('', `size of ${name}`, size.replace('Byte', 'B'), readable(taken));
  }
  return found;
}

const rowsBelow = (layers: readonly InspectedLayer[], level: number): { readonly level: number; readonly layer: InspectedLayer }[] =>
  layers.flatMap((layer) => [{ level, layer }, ...rowsBelow(layer.layers ?? [], level + 1)]);

/** Keras 2 prints a list of texts. */
const connectionsIn = (cell: string): string => (cell === '-' ? '' : cell.startsWith('[') ? cell.slice(1, -1).replaceAll("'", '') : cell);

/** The shapes in a cell, whatever structure holds them. */
const shapesIn = (cell: string): string => (cell.match(/\([^()]*\)/g) ?? [cell]).map((shape) => shape.replace(/,\)$/, ')')).join(' ');

function shownShapes({ outputShape }: InspectedLayer): string {
  if (outputShape === null) return '?';
  const shapes = (outputShape.length > 0 && outputShape.every((each) => Array.isArray(each)) ? outputShape : [outputShape]) as readonly (readonly (
    | number
    | null
  )[])[];
  return shapes.map((shape) => `(${shape.map((dim) => dim ?? 'None').join(', ')})`).join(' ');
}

/** As keras/src/utils/summary_utils.py, `readable_memory_size`. */
function readable(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(bytes || 1) / 10)));
  return `${hundredths(bytes / 1024 ** step)} ${units[step]}`;
}

/** Two decimals as Python prints them: a tie, which only whole halves of a hundredth are here, goes to the even digit. */
function hundredths(value: number): string {
  const scaled = value * 100;
  const whole = Math.floor(scaled);
  return ((scaled - whole === 0.5 ? whole + (whole % 2) : Math.round(scaled)) / 100).toFixed(2);
}
