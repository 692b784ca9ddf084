import { test } from 'node:test';
import { output } from './checkout.testing.ts';

test('Biome finds nothing to format and nothing to say', () => {
  output('node_modules/.bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=50', '.');
});
