import { join } from 'node:path';
import { HorngateError, LEVELS, type Level } from '@horngate/core/words';
import { homeFolder, makeFolder } from '@horngate/host';
import { detect, guestUid } from '@horngate/sandbox';
import { defineCommand } from '../command.ts';

/** `horngate doctor` says what really confines a model on this host. Exit: 1 below `--min-level`. */
export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'say what really confines a model on this host',
  example: 'horngate doctor --min-level L2 --json',
  opensModel: false,
  configure: (command) => command.option('--min-level <level>', 'exit 1 when this host reaches less'),
  async run(_, options, surface) {
    const least = options['minLevel'] === undefined ? 'L0' : levelOf(options['minLevel']);
    const capability = await detect(makeFolder(join(homeFolder(), 'run')), guestUid());
    const { level, landlockAbi, uid, missing } = capability;
    if (options.json) surface.print(`${JSON.stringify({ version: 1, level, landlockAbi, uid, missing }, null, 2)}\n`);
    else
      surface.print(
        [
          `level        ${level} (started for a trial, not guessed from versions)`,
          `landlock     ABI ${landlockAbi}`,
          `guests' user ${uid === null ? 'yours, as only root can choose another' : uid}`,
          ...missing.map((what) => `missing      ${what}`),
          '',
        ].join('\n'),
      );
    return LEVELS.indexOf(level) < LEVELS.indexOf(least) ? 1 : 0;
  },
});

function levelOf(text: unknown): Level {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--min-level ${String(text)}" as it must be one of ${LEVELS.join(', ')}`);
  return level;
}
