import { printable } from '@horngate/core/render';
import { DEFAULT_TOLERANCE } from '@horngate/core/tensor';
import { type Checked, type Compared, checkModel, decode } from '@horngate/host';
import { type Common, defineCommand, digestOf, numberFrom0, optionsOf } from '../command.ts';
import { openGiven } from '../feed.ts';

interface CheckOptions extends Common {
  readonly input: string;
  readonly expected: string;
  readonly rtol?: number;
  readonly atol?: number;
  readonly digest?: string;
}

/** `horngate check MODEL --input IN --expected OUT`: does it say what the original said, and if not, from which layer on. */
export const checkCommand = defineCommand({
  name: 'check',
  summary: 'compare what a model answers with what the original answered',
  example: 'horngate check model.keras --input x.npz --expected y.npz',
  opensModel: true,
  loadsModel: true,
  configure: (command) => {
    command
      .argument('<model>', 'a Keras model')
      .requiredOption('--input <file>', '.npz, .npy or .json; - is stdin')
      .requiredOption('--expected <file>', '.npz, .npy or .json; its members are named as outputs, else as layers')
      .option('--rtol <r>', `relative to max(|ref|, 0.1 max|ref|) (default: ${DEFAULT_TOLERANCE.rtol})`, numberFrom0('--rtol'))
      .option('--atol <a>', `absolute (default: ${DEFAULT_TOLERANCE.atol})`, numberFrom0('--atol'))
      .option('--digest <digest>', 'what the file must be: sha256:…');
  },
  async run([model], given, surface) {
    const options = given as unknown as CheckOptions;
    const host = optionsOf(options, surface);
    const digest = digestOf(options.digest);
    const input = await openGiven(options.input, host);
    try {
      const checked = await checkModel(model as string, host, {
        expected: await decode(options.expected, host),
        tolerance: { rtol: options.rtol ?? DEFAULT_TOLERANCE.rtol, atol: options.atol ?? DEFAULT_TOLERANCE.atol },
        feed: async (specs) => (await input.feed(specs)).tensors,
        ...(digest === undefined ? {} : { digest }),
      });
      surface.progress.done();
      surface.print(options.json ? `${document(checked)}\n` : text(checked));
      return [...checked.outputs, ...checked.layers].every(({ equal }) => equal) ? 0 : 1;
    } finally {
      input.close();
    }
  },
});

/** JSON has no infinity: what cannot be measured is null there. */
function document({ report, verdict, posture, outputs, layers, firstDifferent }: Checked): string {
  const row = ({ name, equal, largest, ofTolerance, at }: Compared) => ({ name, equal, largestError: largest, ofTolerance, at });
  return JSON.stringify({
    version: 1,
    subject: report.subject,
    verdict: verdict.outcome,
    posture,
    equal: [...outputs, ...layers].every(({ equal }) => equal),
    outputs: outputs.map(row),
    layers: layers.map(row),
    firstDifferent,
  });
}

function text({ outputs, layers, firstDifferent }: Checked): string {
  const line =
    (kind: string) =>
    ({ name, equal, largest, ofTolerance }: Compared) =>
      `${equal ? 'equal' : 'DIFFERENT'}  ${kind} ${printable(name)}: largest error ${largest.toPrecision(3)}, ${ofTolerance.toPrecision(3)} of the tolerance\n`;
  const first = firstDifferent === null ? '' : `The first layer that differs is ${printable(firstDifferent)}\n`;
  return [...outputs.map(line('output')), ...layers.map(line('layer')), first].join('');
}
