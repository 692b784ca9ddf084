import { serveFrames } from '@horngate/sandbox/inside';
import { compile } from './compile.ts';
import { disarm } from './disarm.ts';
import { exportProgram } from './export.ts';
import { inspect } from './inspect.ts';
import { scan } from './scan.ts';

/** The reader guest: foreign bytes are parsed here and nowhere else. It has no ONNX Runtime, no network, and of files only the descriptors it was given. */
void serveFrames({ scan, inspect, compile, disarm, export: exportProgram });
