import { test } from 'node:test';
import { output } from './checkout.testing.ts';

test('the types of all packages and tests hold', () => {
  output('node_modules/.bin/tsc', '-b');
});
