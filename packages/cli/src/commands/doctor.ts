import { join } from 'node:path';
import { HorngateError, LEVELS, type Level } from '@horngate/core/words';
import { findKeras, homeFolder, makeFolder } from '@horngate/host';
import { examineHost, renderExamination, renderExaminationJson } from '@horngate/sandbox';
import { defineCommand } from '../command.ts';
import { currentHouse } from '../context.ts';
import { convertersJson, convertersOf, convertersText } from '../converters.ts';
import { TOOL } from '../version.ts';

/** `horngate doctor` says what really confines a model on this host, and what to do about the rest. Exit: 1 below `--min-level`, whatever is found. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'say what really confines a model on this host, and what to do about the rest (findings do not change the exit status)',
  example: 'horngate doctor --min-level L2 --json',
  opensModel: false,
  configure: (command) =>
    command
      .option('--min-level <level>', 'exit 1 when this host reaches less')
      .option('--converters', 'say instead what converts inputs: version, language, memory-safe or not, advisories, guest'),
  async run(_, options, surface) {
    const least = options['minLevel'] === undefined ? 'L0' : levelOf(options['minLevel']);
    const home = makeFolder(homeFolder());
    if (options['converters']) {
      const converters = convertersOf(await knownHere(home));
      surface.print(options.json ? convertersJson(converters) : convertersText(converters));
      return 0;
    }
    const examination = await examineHost(home, makeFolder(join(home, 'run')), await knownHere(home));
    surface.print(options.json ? renderExaminationJson(examination, TOOL) : renderExamination(examination));
    return LEVELS.indexOf(examination.level) < LEVELS.indexOf(least) ? 1 : 0;
  },
});

/** What is installed, the Keras guest too, and the advisories that this host knows. */
async function knownHere(home: string): Promise<NonNullable<Parameters<typeof examineHost>[2]>> {
  const { knownAdvisories } = await import('@horngate/trust/feed');
  const { readInstallation } = await import('@horngate/trust/environment');
  const { root } = currentHouse();
  const own = root === undefined ? [] : readInstallation(root, process.versions.node).packages;
  return { installed: [...own, ...kerasOf(home)], advisories: knownAdvisories(home).snapshot };
}

function kerasOf(home: string) {
  try {
    const { keras, tensorflow, numpy } = findKeras(home).versions;
    return Object.entries({ keras, tensorflow, numpy }).map(([name, version]) => ({ ecosystem: 'PyPI', name, version }));
  } catch {
    return [];
  }
}

function levelOf(text: unknown): Level {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--min-level ${String(text)}" as it must be one of ${LEVELS.join(', ')}`);
  return level;
}
