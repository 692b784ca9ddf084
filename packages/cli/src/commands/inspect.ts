import { printable } from '@horngate/core/render';
import { inspect, open } from '@horngate/host';
import { defineCommand, optionsOf } from '../command.ts';

/** `horngate inspect MODEL` says what a model is: layers, shapes, parameters, and whether it would run here. */
export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'say what a model is: layers, shapes, parameters',
  example: 'horngate inspect model.keras --json',
  opensModel: true,
  configure: (command) => command.argument('<model>', 'a .keras or .h5 file, a folder that is an unzipped .keras, or a .json with its weights beside it'),
  async run([path], options, surface) {
    const artifact = open(path as string, optionsOf(options, surface));
    try {
      const inspection = await inspect(artifact);
      surface.progress.done();
      const parts = artifact.file.parts ?? [];
      if (parts.length > 0) surface.tell(`The model is ${parts.map(({ path: part }) => printable(part)).join(', ')}`);
      const document = { version: 1, subject: artifact.digest, ...inspection };
      surface.print(options.json ? `${JSON.stringify(document, null, 2)}\n` : summary(artifact.digest, inspection as unknown as Summary));
      return 0;
    } finally {
      artifact.close();
    }
  },
});

/** The part of the document that people read. */
interface Summary {
  readonly format: string;
  readonly producer: { readonly keras: string | null; readonly meanings: number };
  readonly layers: readonly { name: string; class: string; outputShape: readonly (number | null)[] | null; params: number; connectedTo: readonly string[] }[];
  readonly params: { readonly total: number; readonly trainable: number; readonly nonTrainable: number };
  readonly runs: boolean;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

function summary(digest: string, { format, producer, layers, params, runs, refusal }: Summary): string {
  const rows = layers.map((layer) => [
    `${layer.name} (${layer.class})`,
    layer.outputShape === null ? '?' : `(${layer.outputShape.map((dim) => dim ?? 'None').join(', ')})`,
    String(layer.params),
    layer.connectedTo.join(', '),
  ]);
  const table = [['Layer (type)', 'Output shape', 'Param #', 'Connected to'], ...rows].map((row) => row.map((cell) => printable(cell)));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${digest}  ${format}, says it was written by Keras ${printable(producer.keras ?? 'of no version')}, is read as Keras ${producer.meanings} means it`,
    ...lines,
    `Total params: ${params.total}, trainable: ${params.trainable}, not trainable: ${params.nonTrainable}`,
    runs ? 'Compiles and runs here' : `Does not run here: ${refusal?.code}: ${printable(refusal?.message ?? '')}`,
    '',
  ].join('\n');
}
