import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Alarm } from './alarm.ts';

test('an alarm rings for the earliest time, once, and not after it was stopped', async () => {
  let rings = 0;
  const alarm = new Alarm(() => (rings += 1));
  const now = performance.now();
  alarm.at(now + 60_000);
  alarm.at(now + 20);
  alarm.at(now + 40);
  await setTimeout(150);
  assert.equal(rings, 1);
  alarm.at(performance.now() - 5);
  await setTimeout(50);
  assert.equal(rings, 2, 'a time that has passed rings soon');
  alarm.at(performance.now() + 20);
  alarm.stop();
  await setTimeout(100);
  assert.equal(rings, 2);
  alarm.at(Number.MAX_VALUE);
  await setTimeout(20);
  assert.equal(rings, 2, 'a time that no timer can hold does not ring at once');
  alarm.stop();
});
