#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { house } from './house.js';

process.on('uncaughtException', die);
process.stdout.on('error', leave);
process.stderr.on('error', leave);

const { main: file, guests, root } = await house();
const { main } = await import(pathToFileURL(file).href);
process.exitCode = await main(process.argv.slice(2), { guests, root });

/**
 * The last resort, also for what cannot be built or loaded. Node's own answer would be 1, which says that a check found something.
 * @param {Error & { code?: unknown }} error
 */
function die(error) {
  const advice = error?.code === 'ERR_MODULE_NOT_FOUND' ? '\nIn a checkout, run "npm ci" first' : '';
  process.stderr.write(`HG_INTERNAL: ${error?.stack ?? error}${advice}\n`);
  process.exit(70);
}

/**
 * Whoever reads our output may leave early (`horngate scan … | head`): not an error of ours, but unfinished work is not a 0 either.
 * @param {NodeJS.ErrnoException} error
 */
function leave(error) {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 128 + 13);
  throw error;
}
