import { printable } from '@horngate/core/render';
import { HorngateError } from '@horngate/core/words';
import { type Disarmed, disarm } from '@horngate/host';
import { type Common, defineCommand, digestOf, optionsOf } from '../command.ts';

interface DisarmOptions extends Common {
  readonly digest?: string;
}

/** `horngate disarm IN OUT.keras`: the same model rebuilt from its allow-listed description and its weights alone, for use in real Keras. */
export const disarmCommand = defineCommand({
  name: 'disarm',
  summary: 'rebuild a model from its description and weights alone, for use in real Keras',
  example: 'horngate disarm downloaded.h5 mine.keras',
  opensModel: true,
  loadsModel: true,
  configure: (command) => {
    command
      .argument('<model>', 'a Keras model: .keras, legacy .h5, or an architecture as JSON with its weights beside it')
      .argument('<out>', 'the new model, .keras')
      .option('--digest <digest>', 'what the file must be: sha256:…');
  },
  async run([model, out], given, surface) {
    const options = given as DisarmOptions;
    if (!String(out).endsWith('.keras')) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot write "${out}" as its name must end in .keras`);
    const disarmed = await disarm(model as string, out as string, optionsOf(options, surface), digestOf(options.digest));
    surface.progress.done();
    if (options.json) surface.print(`${JSON.stringify({ version: 1, ...disarmed })}\n`);
    else for (const line of said(disarmed)) surface.tell(line);
    return 0;
  },
});

function said({ subject, file, digest, bytes, producer, dropped }: Disarmed): string[] {
  return [
    `${subject} (as Keras ${producer}): ${file}, ${bytes} bytes, ${digest}`,
    ...dropped.map((what) => `left out: ${printable(what)}`),
    'What its weights make it answer is what it was: nobody looked at that',
  ];
}
