import { readFileSync } from 'node:fs';
import { printable } from '@horngate/core/render';
import type { Tensor } from '@horngate/core/tensor';
import { HorngateError, type Tensors } from '@horngate/core/words';
import { type Fed, type Feeding, type HostOptions, type Input, type Launched, launch, preprocessingOf, textInput } from '@horngate/host';
import { type Common, defineCommand, digestOf, optionsOf, type Surface, wholeNumber } from '../command.ts';
import { fedJson, fedText, feedingOf, openGiven } from '../feed.ts';
import { checkOutput, flatJson, table, topOf, writeTensors } from '../tensors.ts';

interface RunOptions extends Common {
  readonly input?: string;
  readonly text?: string;
  readonly output?: string;
  readonly digest?: string;
  readonly batch?: number;
  readonly top?: number;
  readonly labels?: string;
  readonly fit?: string;
  readonly pixels?: string;
}

interface ShowOptions extends RunOptions {
  readonly names: readonly string[] | undefined;
  readonly fed: Fed;
  readonly preprocessing: readonly string[] | null;
}

/** `horngate run MODEL --input IN` scans, judges, compiles, starts and predicts. */
export const runCommand = defineCommand({
  name: 'run',
  summary: 'run a model that you do not trust: scan, judge, compile, start, predict',
  example: 'horngate run model.keras --input x.npz --output y.npz --digest sha256:…',
  opensModel: true,
  loadsModel: true,
  configure: (command) => {
    command
      .argument('<model>', 'a .keras or .h5 file, a folder that is an unzipped .keras, or a .json with its weights beside it')
      .option('--input <file>', '.npz, .npy or .json, .txt, an image or WAV; - is stdin')
      .option('--text <text>', 'a text, for a model that takes one, instead of --input')
      .option('--output <file>', '.npz, .npy or .json (default: a table)')
      .option('--digest <digest>', 'what the file must be: sha256:…')
      .option('--batch <rows>', 'rows for one call', wholeNumber('--batch', 1))
      .option('--top <k>', 'name the best classes', wholeNumber('--top', 1))
      .option('--labels <file>', 'names of the classes, one a line')
      .option('--fit <way>', 'resize an image: stretch, pad or crop, as Keras does (default: its size must be that of the model)')
      .option('--pixels <range>', 'what the bytes of an image are fed as: 0..255, 0..1 or -1..1 (default: 0..255)');
  },
  async run([model], given, surface) {
    const options = given as RunOptions;
    if ((options.input === undefined) === (options.text === undefined))
      throw new HorngateError(
        'HG_USAGE_ARGUMENT',
        `Cannot run the model as it must get "--input" or "--text": ${options.input === undefined ? 'found none' : 'found both'}`,
      );
    const feeding = feedingOf(options);
    if (options.output !== undefined) checkOutput(options.output);
    const labels = options.labels === undefined ? undefined : readLabels(options.labels);
    const hostOptions = optionsOf(options, surface);
    const begun = performance.now();
    const { launched, fed, preprocessing, readyMs } = await ready(model as string, options, feeding, hostOptions);
    const { session } = launched;
    try {
      surface.progress.step('predict');
      const started = performance.now();
      const rows = Object.values(fed.tensors)[0]?.shape[0] ?? 1;
      const { outputs } = await session.predict(fed.tensors, {
        ...(options.batch === undefined ? {} : { batchSize: options.batch }),
        onBatch: (done) => surface.progress.part(done / rows),
      });
      surface.progress.done();
      const timings = { ready: readyMs, predict: performance.now() - started, total: performance.now() - begun };
      show({ ...options, names: labels, fed, preprocessing }, surface, launched, outputs, timings);
      return 0;
    } finally {
      session.dispose();
    }
  },
});

interface Ready {
  readonly launched: Launched;
  readonly fed: Fed;
  /** Null: not asked, or not known. */
  readonly preprocessing: readonly string[] | null;
  readonly readyMs: number;
}

/** The model is prepared and started while the input is opened: two guests, two processors. What is fed then depends on what the model takes. */
async function ready(model: string, options: RunOptions, feeding: Feeding, hostOptions: HostOptions): Promise<Ready> {
  const begun = performance.now();
  const starting = launch(model, hostOptions, digestOf(options.digest));
  const opening = options.text === undefined ? openGiven(options.input ?? '', hostOptions) : Promise.resolve(textInput(options.text));
  const [started, opened] = await Promise.allSettled([starting, opening]);
  try {
    if (started.status === 'rejected') throw started.reason;
    if (opened.status === 'rejected') throw opened.reason;
    const launched = started.value;
    const fed = await fedTo(launched, opened.value, feeding);
    const isImage = fed.medium !== null && fed.medium.kind !== 'sound';
    const preprocessing = isImage ? await preprocessingOf(model, launched.report.subject, hostOptions) : null;
    return { launched, fed, preprocessing, readyMs: performance.now() - begun };
  } catch (error) {
    if (started.status === 'fulfilled') started.value.session.dispose();
    throw error;
  } finally {
    if (opened.status === 'fulfilled') opened.value.close();
  }
}

function fedTo({ session }: Launched, input: Input, feeding: Feeding): Promise<Fed> {
  const image = input.medium !== null && input.medium.kind !== 'sound';
  for (const [option, value] of Object.entries(feeding))
    if (value !== undefined && !image) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--${option}" as the input must be an image: it is none`);
  return input.feed(session.inputs, feeding);
}

function show(
  options: ShowOptions,
  surface: Surface,
  { report, verdict, session, files }: Launched,
  outputs: Tensors,
  timingsMs: Readonly<Record<string, number>>,
): void {
  if (options.output !== undefined) writeTensors(options.output, outputs);
  const labels = options.names;
  if (options.json) {
    const items = Object.entries(outputs).map(([name, tensor]) => outputJson(name, tensor, options, labels));
    const input = fedJson(options.fed, options.preprocessing);
    const head = JSON.stringify({
      version: 1,
      subject: report.subject,
      verdict: verdict.outcome,
      ...(files.length > 0 ? { files } : {}),
      posture: session.posture,
      ...(session.state.length > 0 ? { state: 'zeros' } : {}),
      ...(input === undefined ? {} : { input }),
    });
    surface.print(`${head.slice(0, -1)}, "outputs": [${items.join(', ')}], "timingsMs": ${JSON.stringify(rounded(timingsMs))}}\n`);
    return;
  }
  surface.tell(`${report.subject}: ${verdict.outcome}, confined at ${session.posture.level}`);
  if (session.state.length > 0) surface.tell('The model keeps a state from call to call: it began with zeros, as one that was just loaded');
  if (files.length > 0) surface.tell(`The model is ${files.map(printable).join(', ')}`);
  for (const line of fedText(options.fed, options.preprocessing)) surface.tell(line);
  for (const [name, tensor] of Object.entries(outputs)) {
    if (options.top !== undefined && tensor.dtype !== 'string') surface.print(`${rankings(name, tensor, options.top, labels)}\n`);
    else if (options.output === undefined) surface.print(`${table(printable(name), tensor)}\n`);
  }
}

function outputJson(name: string, tensor: Tensor, options: RunOptions, labels: readonly string[] | undefined): string {
  const head = JSON.stringify({ name, dtype: tensor.dtype, shape: tensor.shape }).slice(0, -1);
  const data = options.output === undefined ? `"data": ${flatJson(tensor)}` : `"file": ${JSON.stringify(options.output)}`;
  const top = options.top === undefined || tensor.dtype === 'string' ? '' : `, "top": ${JSON.stringify(topOf(tensor, options.top, labels))}`;
  return `${head}, ${data}${top}}`;
}

function rankings(name: string, tensor: Tensor, top: number, labels: readonly string[] | undefined): string {
  const rows = topOf(tensor, top, labels).map(
    (ranked, row) => `  ${String(row).padStart(3)}: ${ranked.map(({ label, score }) => `${printable(label)} ${score.toPrecision(4)}`).join('  ')}`,
  );
  return [printable(name), ...rows].join('\n');
}

function readLabels(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open the labels "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

const rounded = (timings: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms * 1000) / 1000]));
