import { asHorngateError, HorngateError } from '@horngate/core/words';
import { findKeras, type HostOptions, installKeras, registerKeras, tryKeras } from '@horngate/host';
import { type Common, defineCommand, optionsOf, type Surface } from '../command.ts';

interface GuestOptions extends Common {
  readonly python?: string;
  readonly fromWheels?: string;
  readonly environment?: string;
}

/** `horngate guest keras install|check`: the environment of the Keras guest, for models that only real Keras can run. */
export const guestCommand = defineCommand({
  name: 'guest',
  summary: 'install or check the guest with real Keras, for models that carry code',
  example: 'horngate guest keras install',
  opensModel: false,
  configure: (command) =>
    command
      .argument('<which>', 'keras')
      .argument('<action>', 'install (downloads by pip, as the only command here) or check')
      .option('--python <path>', "install: the interpreter (default: the first that the guests' user can reach)")
      .option('--from-wheels <dir>', 'install: from a folder of wheels, without a network')
      .option('--environment <dir>', 'install: take this virtual environment as it is'),
  async run([which, action], given, surface) {
    if (which !== 'keras') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use the guest "${String(which)}" as it must be keras`);
    const options = optionsOf(given, surface);
    if (action === 'install') return install(given as GuestOptions, options, surface);
    if (action === 'check') return check(given, options, surface);
    if (action === 'update') throw new HorngateError('HG_UNSUPPORTED_COMMAND', 'Cannot run "guest keras update" as it is not built yet');
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot do "${String(action)}" to the Keras guest as it must be install or check`);
  },
});

async function install({ python, fromWheels, environment, ...given }: GuestOptions, options: HostOptions, surface: Surface): Promise<number> {
  const how = { ...(python === undefined ? {} : { python }), ...(fromWheels === undefined ? {} : { wheels: fromWheels }), tell: surface.tell };
  if (environment === undefined) await installKeras(how, options);
  else await registerKeras(environment, options);
  return check(given, options, surface);
}

/** A trial start, and what the parent measured of it. What is missing is an answer of this command, not only an error: exit 3 all the same. */
async function check({ json }: Common, options: HostOptions, surface: Surface): Promise<number> {
  try {
    const { environment, posture, startMs } = await tryKeras(options);
    const { folder, python, versions } = environment;
    if (json) surface.print(`${JSON.stringify({ version: 1, usable: true, folder, python, versions, posture, startMs, missing: posture.missing }, null, 2)}\n`);
    else
      surface.print(
        [
          `environment  ${folder}, reachable for the guests' user`,
          `versions     Keras ${versions.keras}, TensorFlow ${versions.tensorflow}, NumPy ${versions.numpy}, Python ${versions.python}`,
          `confined     ${posture.level}, locked before the first byte of a model: ${posture.locked ? 'yes' : 'no'}`,
          `start        ${startMs} ms`,
          ...posture.missing.map((what) => `missing      ${what}`),
          '',
        ].join('\n'),
      );
    return 0;
  } catch (error) {
    const found = asHorngateError(error);
    if (json || found.code === 'HG_INTERNAL') throw found;
    surface.print(`missing      ${found.message}\n${registered(options)}`);
    throw found;
  }
}

function registered({ home }: HostOptions): string {
  try {
    const { folder, versions } = findKeras(home);
    return `environment  ${folder}, Keras ${versions.keras}\n`;
  } catch {
    return '';
  }
}
