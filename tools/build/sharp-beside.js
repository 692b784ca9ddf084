import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where a staged media guest finds sharp's native part: in `runtime/` beside its bundle; libvips lies with the other shared libraries.
 * @param {string} version of sharp
 */
export const sharpBinding = (version) => `./runtime/sharp-${process.platform}-${process.arch}-${version}.node`;

/** What the rest of sharp asks its finder of libvips for: nothing that would look round on the system. */
const FINDER = "module.exports = { runtimePlatformArch: () => process.platform + '-' + process.arch };";

/**
 * sharp's JavaScript goes into the bundle, its native part stays a file whose place we choose; its search through the system (`detect-libc`, child processes) is
 * left out.
 * @type {import('esbuild').Plugin}
 */
export const sharpBeside = {
  name: 'sharp-beside',
  setup(builder) {
    builder.onResolve({ filter: /^sharp$/ }, ({ importer, resolveDir, kind }) =>
      kind === 'require-call' ? undefined : builder.resolve('sharp', { importer, resolveDir, kind: 'require-call' }),
    );
    builder.onLoad({ filter: /[\\/]sharp[\\/]dist[\\/](sharp|libvips)\.[cm]js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      // Another version of sharp may load more, or elsewhere, and must be looked at first.
      const known = path.endsWith('.cjs') && (text.includes('sharp = require("@img/sharp-linux-x64/sharp.node");') || text.includes('runtimePlatformArch,'));
      if (!known) return { errors: [{ text: `Cannot place sharp beside the bundle as "${path}" loads it in a way not known here` }] };
      const { version } = JSON.parse(readFileSync(join(dirname(path), '../package.json'), 'utf8'));
      return { contents: /sharp\.cjs$/.test(path) ? `module.exports = require('${sharpBinding(version)}');` : FINDER, loader: 'js' };
    });
    builder.onResolve({ filter: /^\.\/runtime\/sharp-.*\.node$/ }, ({ path }) => ({ path, external: true }));
    // Its table of versions, which nobody asks for.
    builder.onResolve({ filter: /^detect-libc$|^@img\/sharp-.*\/versions$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    builder.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = { familySync: () => null };', loader: 'js' }));
  },
};
