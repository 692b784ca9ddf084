import { test } from 'node:test';
import { output } from './checkout.testing.ts';

/** In this order: Biome knows what another package's function returns from the declarations that `tsc -b` writes. */
test('types and lint', async (t) => {
  await t.test('the types of all packages and tests hold', () => {
    output('node_modules/.bin/tsc', '-b');
  });
  await t.test('Biome finds nothing to format and nothing to say', () => {
    output('node_modules/.bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=50', '.');
  });
});
