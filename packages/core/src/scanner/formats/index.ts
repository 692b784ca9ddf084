import type { FormatScanner } from './format.ts';
import { hdf5 } from './hdf5.ts';
import { json } from './json.ts';
import { text } from './text.ts';
import { zip } from './zip.ts';

/** Every format that is looked into, sorted; those with a magic first. One more is a file, its test and a line here. */
export const FORMAT_SCANNERS: readonly FormatScanner[] = [hdf5, zip, json, text];
