import { spawn } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { asHorngateError } from '@horngate/core/words';
import { guestUid } from '@horngate/sandbox';
import { readNeeds } from '../staging/elf.ts';
import { checkReach, type Places } from '../staging/index.ts';
import { type KerasEnvironment, keepKeras, OLDEST_KERAS, stampOf, unavailable } from './environment.ts';
import { stageKeras } from './stage.ts';

/** What the guest's own file says of itself when it is asked for an inventory. */
interface Inventory {
  readonly python: string;
  readonly keras: string;
  readonly tensorflow: string;
  readonly numpy: string;
  readonly maps: readonly string[];
  readonly path: readonly string[];
}

const INVENTORY_MS = 300_000;

/**
 * Takes an existing virtual environment as the Keras guest's: runs its Python once as the guests' user, without any model, and notes what was loaded from where.
 *
 * @param folder - of the environment, with `bin/python` and `lib/python3.x/site-packages`. @throws HG_UNAVAILABLE_KERAS_GUEST saying what is missing.
 */
export async function registerKeras(folder: string, places: Places): Promise<KerasEnvironment> {
  const root = realpathSync(resolve(folder));
  const python = join(root, 'bin', 'python');
  if (!existsSync(python)) throw unavailable(`"${root}" must be a virtual environment: found no "bin/python" in it`);
  for (const path of [root, dirname(realpathSync(python))]) reachable(path);
  const found = await takeInventory(python, sitePackagesOf(root), places);
  if (older(found.keras)) throw unavailable(`Keras must be ${OLDEST_KERAS.join('.')} or newer: found "${found.keras}"`);
  const environment = environmentOf(root, python, found);
  keepKeras(places.home, environment);
  return environment;
}

function reachable(path: string): void {
  try {
    checkReach(path, guestUid());
  } catch (error) {
    throw unavailable(`the guests' user must reach its interpreter and modules: ${asHorngateError(error).message}`);
  }
}

function sitePackagesOf(root: string): string {
  const [version] = existsSync(join(root, 'lib')) ? readdirSync(join(root, 'lib')).filter((name) => /^python3\.\d+$/.test(name)) : [];
  if (version === undefined) throw unavailable(`"${root}" must be a virtual environment: found no "lib/python3.x" in it`);
  return join(root, 'lib', version, 'site-packages');
}

/** Not as root: it is somebody's package that runs here, and the guest will not be root either. */
async function takeInventory(python: string, sitePackages: string, places: Places): Promise<Inventory> {
  const { bundle } = await stageKeras(places);
  const uid = guestUid();
  const identity = uid === null ? {} : { uid, gid: uid };
  const child = spawn(python, ['-I', '-S', '-B', bundle, sitePackages, '--inventory'], {
    ...identity,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: INVENTORY_MS,
    killSignal: 'SIGKILL',
  });
  const [out, err] = [texts(child.stdout), texts(child.stderr)];
  const status = await new Promise((done) => child.on('error', done).on('close', done));
  if (status !== 0) throw unavailable(`Keras and TensorFlow must load: ${(await err).trim().split('\n').at(-1) ?? status}`);
  try {
    return JSON.parse((await out).trim().split('\n').at(-1) ?? '') as Inventory;
  } catch {
    throw unavailable('its inventory must be readable: it is not');
  }
}

async function texts(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}

const older = (version: string): boolean => {
  const numbers = version.split('.').map((part) => Number.parseInt(part, 10));
  const at = OLDEST_KERAS.findIndex((least, index) => (numbers[index] ?? 0) !== least);
  return at >= 0 && !((numbers[at] ?? 0) > (OLDEST_KERAS[at] ?? 0));
};

function environmentOf(folder: string, python: string, { maps, path, python: version, keras, tensorflow, numpy }: Inventory): KerasEnvironment {
  const interpreter = realpathSync(python);
  const loader = readNeeds(interpreter)?.loader;
  if (typeof loader !== 'string') throw unavailable(`"${interpreter}" must be a dynamic program for x86-64: it is not`);
  const modules = path.filter((place) => !within(place, folder));
  const outside = maps.filter((file) => !within(file, folder) && !modules.some((place) => within(file, place)));
  const libraries = outside.filter((file) => file.includes('.so') && file !== realpathSync(loader)).flatMap(namesOf);
  return {
    version: 1,
    folder,
    sitePackages: sitePackagesOf(folder),
    python,
    loader,
    libraryFolders: [...new Set(libraries.map((file) => dirname(file)))],
    readable: [
      ...new Set([
        ...linksOf(python).filter((path) => !within(path, folder)),
        ...modules.filter((place) => !modules.some((other) => other !== place && within(place, other))),
        ...libraries,
      ]),
    ].sort(),
    versions: { python: version, keras, tensorflow, numpy },
    stamp: stampOf(python),
  };
}

/** From link to link to the interpreter itself: `bin/python` → `/usr/bin/python3` → `/usr/bin/python3.11`; inside, each must be there. */
function linksOf(path: string): string[] {
  const found = [path];
  for (let at = path; lstatSync(at).isSymbolicLink() && found.length < 40; found.push(at)) at = resolve(dirname(at), readlinkSync(at));
  return [...found, realpathSync(path)];
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** A library under all its names in its folder: what is mapped is `libz.so.1.2.13`, what is asked for is `libz.so.1`. */
function namesOf(file: string): string[] {
  const folder = dirname(file);
  const stem = basename(file).replace(/\.so.*$/, '.so');
  return readdirSync(folder)
    .filter((name) => name.startsWith(stem) || name === basename(file))
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && realpathSync(path) === file);
}
