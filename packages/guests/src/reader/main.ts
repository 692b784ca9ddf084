import { serveFrames } from '@horngate/sandbox/inside';
import { compile } from './compile.ts';
import { disarm } from './disarm.ts';
import { exportProgram } from './export.ts';
import { inspect } from './inspect.ts';
import { scan } from './scan.ts';

// Readers of grammars ask by trying: taking the stack of each error was an eighth of a folder scan's time, and nobody outside a guest is shown one.
Error.stackTraceLimit = 0;

/** The reader guest: foreign bytes are parsed here and nowhere else. It has no ONNX Runtime, no network, and of files only the descriptors it was given. */
void serveFrames({ scan, inspect, compile, disarm, export: exportProgram });
