import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInstant, secondsOf } from './instant.ts';

test('an instant is a second that exists, in one form', async (t) => {
  for (const good of ['1970-01-01T00:00:00Z', '2026-11-24T20:00:00Z', '2024-02-29T23:59:59Z', '2000-02-29T00:00:00Z'])
    await t.test(good, () => {
      assert.ok(isInstant(good));
      assert.equal(secondsOf(good), Date.parse(good) / 1000);
    });
  const wrong = ['2026-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '1900-02-29T00:00:00Z', '2026-11-24', '2026-11-24T24:00:00Z', '2026-11-24T20:60:00Z'];
  for (const bad of [
    ...wrong,
    '2026-11-24T23:59:60Z',
    '2026-11-24T20:00:00.5Z',
    '2026-11-24T20:00:00+00:00',
    '2026-11-24 20:00:00Z',
    '2026-13-01T00:00:00Z',
    '',
    7,
    null,
  ])
    await t.test(`refuses ${bad}`, () => assert.equal(isInstant(bad), false));
  await t.test('seconds are those of JavaScript, on 4,000 days', () => {
    for (let day = -2000; day < 60_000; day += 15.4) {
      const text = `${new Date(Math.floor(day * 86_400_000)).toISOString().slice(0, 19)}Z`;
      assert.equal(secondsOf(text), Date.parse(text) / 1000);
    }
  });
});
