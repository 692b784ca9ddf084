import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * `node starter.cjs BUNDLE` starts a guest from the machine-independent code that V8 made of its bundle when it was staged, which lies beside it: a large bundle
 * then starts in half of the time. V8 refuses what another version or other flags made, and takes the bundle alone, as where there is none.
 *
 * `node starter.cjs --keep BUNDLE` is how the host has it made: after the bundle has ended, what V8 has of it goes to descriptor 3. No foreign byte was read by then.
 */
const keep = process.argv[2] === '--keep';
process.argv.splice(1, keep ? 2 : 1); // the bundle sees itself as the program
const bundle = process.argv[1] as string;

// The size of the heap is part of what V8 compares, and differs from guest to guest. It was taken when the heap was made, and is not asked for again.
setFlagsFromString('--max-old-space-size=0');
// A reader lives for one file, and TurboFan took a fifth of its time for code that hardly ran any more. Loops that run for long are still optimised. V8 of Node 20 alone
// has this flag; later ones wait by themselves.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=1000000');

const script = new Script(`(function (require, module, exports, __filename, __dirname) {${readFileSync(bundle, 'utf8')}\n})`, {
  filename: bundle,
  ...(keep ? {} : kept(`${bundle}.cache`)),
});
if (keep) process.on('exit', () => writeFileSync(3, script.createCachedData()));
const exports = {};
script.runInThisContext()(createRequire(bundle), { exports }, exports, bundle, dirname(bundle));

function kept(path: string): { readonly cachedData?: Buffer } {
  try {
    return { cachedData: readFileSync(path) };
  } catch {
    return {};
  }
}
