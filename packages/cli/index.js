import { pathToFileURL } from 'node:url';
import { house } from './bin/house.js';

const { index, guests } = await house();
const facade = await import(pathToFileURL(index).href);
facade.configure({ guests });

export const { open, scan, judge, compile, start, decode, loadModel, HorngateError, RunnerPool, WaitingKeras, Quarantine, DEFAULT_RESTART } = facade;
