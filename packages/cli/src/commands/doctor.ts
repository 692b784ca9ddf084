import { join } from 'node:path';
import { HorngateError, LEVELS, type Level } from '@horngate/core/words';
import { homeFolder, makeFolder } from '@horngate/host';
import { examineHost, renderExamination, renderExaminationJson } from '@horngate/sandbox';
import { defineCommand } from '../command.ts';
import { TOOL } from '../version.ts';

/** `horngate doctor` says what really confines a model on this host, and what to do about the rest. Exit: 1 below `--min-level`, whatever is found. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'say what really confines a model on this host, and what to do about the rest (findings do not change the exit status)',
  example: 'horngate doctor --min-level L2 --json',
  opensModel: false,
  configure: (command) => command.option('--min-level <level>', 'exit 1 when this host reaches less'),
  async run(_, options, surface) {
    const least = options['minLevel'] === undefined ? 'L0' : levelOf(options['minLevel']);
    const home = makeFolder(homeFolder());
    const examination = await examineHost(home, makeFolder(join(home, 'run')));
    surface.print(options.json ? renderExaminationJson(examination, TOOL) : renderExamination(examination));
    return LEVELS.indexOf(examination.level) < LEVELS.indexOf(least) ? 1 : 0;
  },
});

function levelOf(text: unknown): Level {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--min-level ${String(text)}" as it must be one of ${LEVELS.join(', ')}`);
  return level;
}
