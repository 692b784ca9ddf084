import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whatever can change a bundle: the sources of these packages, their package.json, the lockfile, and the build itself. */
const PACKAGES = ['cli', 'core', 'guests', 'host', 'sandbox', 'server', 'trust'];
const TESTS = /\.(test|testing)\.ts$/;

/**
 * @typedef {object} Fingerprint
 * @property {string[]} files absolute paths, in an order that only their names decide
 * @property {string} text path, size, change and modification time of each file: equal texts mean untouched files
 * @property {number} newest the latest change, in milliseconds since the epoch
 */

/**
 * One look at the sources without reading them, a few milliseconds. The change time is in it, since `cp -p` and `touch -r` can repeat a modification time.
 * @param {string} root
 * @returns {Fingerprint}
 */
export function fingerprint(root) {
  const files = sourceFiles(root);
  let text = '';
  let newest = 0;
  for (const file of files) {
    const { size, ctimeMs, mtimeMs } = statSync(file);
    text += `${file.slice(root.length)}\0${size}\0${ctimeMs}\0${mtimeMs}\n`;
    newest = Math.max(newest, ctimeMs, mtimeMs);
  }
  return { files, text, newest };
}

/**
 * Name of the build that these contents give.
 * @param {string} root
 * @param {readonly string[]} files
 */
export async function contentKey(root, files) {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 20);
}

/** @param {string} root */
function sourceFiles(root) {
  /** @type {string[]} */
  const files = [join(root, 'package-lock.json')];
  for (const name of PACKAGES) {
    files.push(join(root, 'packages', name, 'package.json'));
    walk(join(root, 'packages', name, 'src'), files);
  }
  walk(join(root, 'tools', 'build'), files);
  return files;
}

/**
 * @param {string} folder
 * @param {string[]} files
 */
function walk(folder, files) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(path, files);
    else if (!TESTS.test(entry.name)) files.push(path);
  }
}
