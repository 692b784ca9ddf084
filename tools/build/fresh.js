import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentKey, fingerprint } from './sources.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const KEPT = 4;
/** A clock tick of the file system, with room: files younger than this may change again without another time stamp. */
const TICK_MS = 100;
const HOUR_MS = 3_600_000;

/**
 * @typedef {object} Build
 * @property {string} main file that exports `main(argv, house)`
 * @property {string} index file of the façade
 * @property {string} guests folder of the guests' bundles
 */

/**
 * The bundles of this checkout as its sources stand now. Nothing touched since the last start: a few milliseconds. Touched, but of known contents:
 * a hash. Else they are built, once, into `build/<hash of the contents>/`, also when several processes start together.
 * @param {string} [root]
 * @returns {Promise<Build>}
 */
export async function freshBuild(root = ROOT) {
  const builds = join(root, 'build');
  const seen = fingerprint(root);
  const known = keyOf(builds, seen.text);
  if (known !== undefined && existsSync(join(builds, known))) return at(join(builds, known));

  const key = await contentKey(root, seen.files);
  const folder = join(builds, key);
  if (existsSync(folder)) touch(folder);
  else await buildOnce(root, builds, key);
  if (Date.now() - seen.newest > TICK_MS) remember(builds, key, seen.text);
  return at(folder);
}

/**
 * @param {string} folder
 * @returns {Build}
 */
function at(folder) {
  return { main: join(folder, 'main.js'), index: join(folder, 'index.js'), guests: join(folder, 'guests') };
}

/**
 * @param {string} root
 * @param {string} builds
 * @param {string} key
 */
async function buildOnce(root, builds, key) {
  const { alone } = await import('./lock.js');
  mkdirSync(builds, { recursive: true });
  const folder = join(builds, key);
  await alone(
    join(builds, `.${key}.lock`),
    () => (existsSync(folder) ? folder : undefined),
    () => make(root, builds, folder),
  );
}

/**
 * Written beside its place and renamed, so that a folder with the name of a key is always whole.
 * @param {string} root
 * @param {string} builds
 * @param {string} folder
 */
async function make(root, builds, folder) {
  const { bundleCommand, bundleGuests } = await import('./bundles.js');
  const half = join(builds, `.${process.pid}-${Date.now()}.half`);
  const done = say('Horngate builds its bundles, once …');
  try {
    // Both to their end, also when one fails: what is still writing would come back after the cleaning up.
    const [command, guests] = await Promise.allSettled([bundleCommand(root, half), bundleGuests(root, join(half, 'guests'))]);
    if (command.status === 'rejected') throw command.reason;
    if (guests.status === 'rejected') throw guests.reason;
    renameSync(half, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else somebody was faster
  } finally {
    rmSync(half, { recursive: true, force: true });
    done();
  }
  sweep(builds);
  return folder;
}

/** @param {string} text */
function say(text) {
  if (!process.stderr.isTTY) return () => {};
  process.stderr.write(text);
  return () => process.stderr.write('\r\x1b[K');
}

/**
 * The newest stay, and what another process may still be loading from.
 * @param {string} builds
 */
function sweep(builds) {
  const folders = readdirSync(builds)
    .filter((name) => /^([0-9a-f]{20}|\..*\.(half|lock))$/.test(name))
    .map((name) => ({ path: join(builds, name), time: statSync(join(builds, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.time - a.time);
  for (const { path, time } of folders.slice(KEPT)) if (Date.now() - time > HOUR_MS) rmSync(path, { recursive: true, force: true });
}

/**
 * Key of the build that was made from files which looked exactly so.
 * @param {string} builds
 * @param {string} text
 */
function keyOf(builds, text) {
  try {
    const record = readFileSync(join(builds, 'fresh'), 'utf8');
    const end = record.indexOf('\n');
    return record.slice(end + 1) === text ? record.slice(0, end) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} builds
 * @param {string} key
 * @param {string} text
 */
function remember(builds, key, text) {
  const half = join(builds, `.fresh-${process.pid}`);
  try {
    writeFileSync(half, `${key}\n${text}`);
    renameSync(half, join(builds, 'fresh'));
  } catch {
    // A folder that this user cannot write: the next start hashes again.
  }
}

/** @param {string} folder */
function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Somebody else's folder: it may be swept sooner.
  }
}
