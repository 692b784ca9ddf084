import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaign, faultsOf } from './guests.ts';

test('bombs, crashes and lies of guests end with their codes, and leave no process, descriptor or folder (npm run campaign:guests runs 1,100)', async () => {
  assert.deepEqual(faultsOf(await campaign(20, 10)), []);
});
