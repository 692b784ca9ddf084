import { spawn } from 'node:child_process';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asHorngateError } from '@horngate/core/words';
import { guestUid } from '@horngate/sandbox';
import { makeFolder } from '../home.ts';
import { checkReach, type Places } from '../staging/index.ts';
import { findKeras, type KerasEnvironment, kerasFolder, unavailable } from './environment.ts';
import { registerKeras } from './register.ts';

export interface InstallOptions {
  /** An interpreter of Python 3.11 or newer; absent: the first that the guests' user can reach. */
  readonly python?: string;
  /** A folder of wheels: nothing is downloaded. */
  readonly wheels?: string;
  /** Told of each step. */
  readonly tell: (line: string) => void;
}

/** What was tested together. TensorFlow pins the rest by ranges; no source is ever built. */
export const PACKAGES = ['keras==3.15.1', 'tensorflow-cpu==2.21.0'];

/** Debian's first, since pyenv's and root's own lie in folders of 0700. */
const INTERPRETERS = ['/usr/bin/python3', '/usr/bin/python3.13', '/usr/bin/python3.12', '/usr/bin/python3.11', '/usr/local/bin/python3'];

/**
 * Makes a virtual environment with pinned Keras and TensorFlow under the home, and registers it. The only thing here that downloads, by pip, as anybody would.
 *
 * @throws HG_UNAVAILABLE_KERAS_GUEST saying what is missing.
 */
export async function installKeras({ python, wheels, tell }: InstallOptions, places: Places): Promise<KerasEnvironment> {
  const interpreter = python ?? INTERPRETERS.find(usable);
  if (interpreter === undefined)
    throw unavailable(`the guests' user must reach a Python: none of ${INTERPRETERS.join(', ')} is there (Debian: apt-get install python3-venv)`);
  if (!usable(interpreter)) throw unavailable(`the guests' user must reach "${interpreter}": ${why(interpreter)}`);
  const before = registeredIn(places.home);
  const folder = join(makeFolder(kerasFolder(places.home)), `environment-${Date.now()}`);
  try {
    tell(`Makes a virtual environment of ${interpreter} in ${folder}`);
    await succeed([interpreter, '-I', '-m', 'venv', folder], 'a virtual environment (Debian: apt-get install python3-venv)');
    tell(
      wheels === undefined
        ? `Downloads ${PACKAGES.join(' and ')} and what they need, by pip`
        : `Installs ${PACKAGES.join(' and ')} from ${wheels}, without a network`,
    );
    const from = wheels === undefined ? [] : ['--no-index', '--find-links', wheels];
    await succeed(
      [join(folder, 'bin/python'), '-I', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', ...from, ...PACKAGES],
      'its packages',
    );
    tell('Runs it once, without any model, to see what it loads');
    const environment = await registerKeras(folder, places);
    if (before !== undefined) rmSync(before, { recursive: true, force: true });
    return environment;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The environment that an earlier installation made, which this one replaces; one that was only registered is somebody else's. */
function registeredIn(home: string): string | undefined {
  try {
    const { folder } = findKeras(home);
    return dirname(folder) === realpathSync(kerasFolder(home)) ? folder : undefined;
  } catch {
    return undefined;
  }
}

const usable = (interpreter: string): boolean => existsSync(interpreter) && why(interpreter) === '';

function why(interpreter: string): string {
  if (!existsSync(interpreter)) return 'there is no such file';
  try {
    checkReach(dirname(realpathSync(interpreter)), guestUid());
    return '';
  } catch (error) {
    return asHorngateError(error).message;
  }
}

/** Whatever the umask says, the guests' user must be able to read what is made. */
async function succeed(command: readonly string[], what: string): Promise<void> {
  const child = spawn('/bin/sh', ['-c', 'umask 022; exec "$@"', 'sh', ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
  let tail = '';
  child.stderr.on('data', (piece: Buffer) => {
    tail = (tail + piece.toString()).slice(-2000);
  });
  const status = await new Promise((done) => child.on('error', done).on('close', done));
  if (status !== 0) throw unavailable(`it must get ${what}: ${tail.trim().split('\n').at(-1) ?? status}`);
}
