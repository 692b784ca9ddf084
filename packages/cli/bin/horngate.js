#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { house } from './house.js';

// Whoever reads our output may leave early (`horngate scan … | head`): not an error of ours, but unfinished work is not a 0 either.
process.stdout.on('error', leave);
process.stderr.on('error', leave);

const { main: file, guests } = await house();
const { main } = await import(pathToFileURL(file).href);
process.exitCode = await main(process.argv.slice(2), { guests });

/** @param {NodeJS.ErrnoException} error */
function leave(error) {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 128 + 13);
  throw error;
}
