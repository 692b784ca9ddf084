import { OPSET } from '@horngate/core/onnx';
import { HorngateError } from '@horngate/core/words';
import { type Exported, exportOnnx, type HostOptions } from '@horngate/host';
import { type Common, defineCommand, digestOf, optionsOf, wholeNumber } from '../command.ts';

interface ConvertOptions extends Common {
  readonly digest?: string;
  readonly opset?: number;
  readonly fp16?: boolean;
  readonly int8?: boolean;
}

/** `horngate convert MODEL OUT.onnx`: the same compilation, as a file for others. */
export const convertCommand = defineCommand({
  name: 'convert',
  summary: 'compile a model to an ONNX file for others',
  example: 'horngate convert model.keras model.onnx --opset 17',
  opensModel: true,
  loadsModel: true,
  configure: (command) => {
    command
      .argument('<model>', 'a Keras model')
      .argument('<out>', 'the ONNX file; weights of more than 512 MiB go to <out>.data beside it')
      .option('--opset <n>', `version of the operators (default: ${OPSET})`, wholeNumber('--opset', 1))
      .option('--fp16', 'reckon in float16: half the size, and other numbers than Keras by about a thousandth')
      .option('--int8', 'products with weights in 8-bit integers: faster, and other numbers than Keras by about a percent')
      .option('--digest <digest>', 'what the file must be: sha256:…');
  },
  async run([model, out], given, surface) {
    const options = given as ConvertOptions;
    if (!String(out).endsWith('.onnx')) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot write "${out}" as its name must end in .onnx`);
    const digest = digestOf(options.digest);
    const exported = await exportOnnx(model as string, out as string, formed(optionsOf(options, surface), options), {
      opset: options.opset ?? OPSET,
      ...(digest === undefined ? {} : { digest }),
    });
    surface.progress.done();
    if (options.json) surface.print(`${JSON.stringify({ version: 1, ...exported, opset: options.opset ?? OPSET })}\n`);
    else for (const line of said(exported, options)) surface.tell(line);
    return 0;
  },
});

function formed(host: HostOptions, { fp16, int8 }: ConvertOptions): HostOptions {
  if (fp16 && int8) throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot use "--fp16" and "--int8" together');
  return fp16 || int8 ? { ...host, form: { precision: fp16 ? 'float16' : 'int8' } } : host;
}

function said({ subject, files, guards }: Exported, { fp16, int8 }: ConvertOptions): string[] {
  return [
    `${subject}: ${files.join(', ')}`,
    ...(fp16 || int8 ? [`Written in ${fp16 ? 'float16' : 'int8'}: its numbers are not those of Keras; compare them on your own data`] : []),
    ...guards.map(({ output, message }) => `Where its output "${output}" is false, the others are not what Keras gives: ${message}`),
  ];
}
