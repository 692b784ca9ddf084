import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { sharpBeside } from './sharp-beside.js';

/** Guests by name, and what starts them; each becomes one file, `<name>.cjs`. CommonJS, as it starts 4 ms sooner than a module and is what `--jitless` parses least of. */
export const GUESTS = ['starter', 'reader', 'checker', 'decoder', 'media', 'runner', 'runner-wasm'];

/** The Keras guest is one file as it stands: it must not look different from what was reviewed. */
const KERAS = { source: 'keras/guest.py', file: 'keras.py' };

/** What converts inputs, for `horngate doctor --converters`: data, which no guest reads. */
const CONVERTERS = 'converters.json';

/** @type {import('esbuild').BuildOptions} */
const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
};

/**
 * The command (`main.js`) and the façade (`index.js`), with what they share and what they load late in chunks beside them.
 * @param {string} root
 * @param {string} outdir
 */
export function bundleCommand(root, outdir) {
  const source = join(root, 'packages', 'cli', 'src');
  return build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: [join(source, 'main.ts'), join(source, 'index.ts')],
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    // commander is CommonJS inside and asks for node's modules by `require`, which a module has not.
    banner: { js: "import { createRequire as hg_createRequire } from 'node:module'; const require = hg_createRequire(import.meta.url);" },
  });
}

/**
 * The guests, and `bundles.json` with the digest of each.
 * @param {string} root
 * @param {string} outdir
 */
export async function bundleGuests(root, outdir) {
  const source = join(root, 'packages', 'guests', 'src');
  const result = await build({
    ...COMMON,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(GUESTS.map((name) => [name, join(source, name, 'main.ts')])),
    outdir,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins: [nativeRuntimeBeside, sharpBeside],
  });
  mkdirSync(outdir, { recursive: true });
  copyFileSync(join(source, KERAS.source), join(outdir, KERAS.file));
  copyFileSync(join(source, CONVERTERS), join(outdir, CONVERTERS));
  const files = [...GUESTS.map((name) => `${name}.cjs`), KERAS.file];
  writeFileSync(join(outdir, 'bundles.json'), `${JSON.stringify({ version: 1, bundles: files.map((file) => digestOf(outdir, file)) }, null, 2)}\n`);
  return result;
}

/**
 * @param {string} folder
 * @param {string} file
 */
function digestOf(folder, file) {
  const bytes = readFileSync(join(folder, file));
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Where a staged guest finds ONNX Runtime: in `runtime/` beside its bundle, with `libonnxruntime.so.1` in the same folder ($ORIGIN). */
export const BINDING = './runtime/onnxruntime_binding.node';
const REQUIRE = /require\(`\.\.\/bin\/napi-v6\/\$\{process\.platform\}\/\$\{process\.arch\}\/onnxruntime_binding\.node`\)/g;

/**
 * ONNX Runtime's JavaScript goes into the bundle, its native part stays a file whose place we choose.
 * @type {import('esbuild').Plugin}
 */
export const nativeRuntimeBeside = {
  name: 'native-runtime-beside',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      // Exactly one: another version of ONNX Runtime may load more, or elsewhere, and must be looked at first.
      if (text.match(/require\(/g)?.length !== 3 || text.match(REQUIRE)?.length !== 1) {
        return { errors: [{ text: `Cannot place ONNX Runtime beside the bundle as "${path}" loads it in a way not known here` }] };
      }
      return { contents: text.replace(REQUIRE, `require('${BINDING}')`), loader: 'js' };
    });
    builder.onResolve({ filter: /onnxruntime_binding\.node$/ }, ({ path }) => ({ path, external: true }));
  },
};
