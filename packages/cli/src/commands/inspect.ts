import { printable } from '@horngate/core/render';
import { inspect, openToInspect } from '@horngate/host';
import { defineCommand, optionsOf } from '../command.ts';
import { type Summary, summaryText } from '../summary.ts';

/** `horngate inspect MODEL` says what a model is: layers, shapes, parameters, and whether it would run here. */
export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'say what a model is: layers, shapes, parameters, as `model.summary()` does',
  example: 'horngate inspect model.keras --json',
  opensModel: true,
  loadsModel: true,
  configure: (command) => command.argument('<model>', 'a .keras or .h5 file, a folder that is an unzipped .keras, or a .json with its weights beside it'),
  async run([path], options, surface) {
    const artifact = openToInspect(path as string, optionsOf(options, surface));
    try {
      const inspection = await inspect(artifact);
      surface.progress.done();
      const parts = artifact.file.parts ?? [];
      if (parts.length > 0) surface.tell(`The model is ${parts.map(({ path: part }) => printable(part)).join(', ')}`);
      const document = { version: 1, subject: artifact.digest, ...inspection };
      surface.print(options.json ? `${JSON.stringify(document, null, 2)}\n` : summaryText(artifact.digest, inspection as unknown as Summary));
      return 0;
    } finally {
      artifact.close();
    }
  },
});
