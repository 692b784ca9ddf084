import type { FormatScanner } from './format.ts';
import { gguf } from './gguf.ts';
import { hdf5 } from './hdf5.ts';
import { jinja } from './jinja.ts';
import { json } from './json.ts';
import { npy } from './npy.ts';
import { barePickle, pickle } from './pickle.ts';
import { safetensors } from './safetensors.ts';
import { text } from './text.ts';
import { yaml } from './yaml.ts';
import { zip } from './zip.ts';

/** Every format that is looked into, sorted; those with a magic first. One more is a file, its test and a line here. */
export const FORMAT_SCANNERS: readonly FormatScanner[] = [gguf, hdf5, npy, pickle, safetensors, zip, barePickle, jinja, json, yaml, text];
