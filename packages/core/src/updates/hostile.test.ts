import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HorngateError } from '../words/error.ts';
import { checkAdvisories } from './check-advisories.ts';
import { BUNDLED } from './known/index.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** Values that a hostile writer puts in the place of others. */
const FOREIGN: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  '0',
  '*',
  '9'.repeat(300),
  '1.0+x',
  '\u0000',
  '__proto__',
  [],
  {},
  [[]],
  [null],
  { introduced: '0' },
  'GHSA-0000',
  'x'.repeat(1e5 + 1),
];
const KEYS = ['__proto__', 'constructor', 'toString', 'introduced', 'fixed', 'limit', 'horngate', 'severity', 'engine', 'check'];

/** Numbers of a small generator (Park and Miller), so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Changes one place of a JSON value, chosen by chance: takes it away, doubles it, puts something foreign there. */
function changed(value: unknown, next: (below: number) => number): unknown {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || next(20) === 0) return FOREIGN[next(FOREIGN.length)];
  const chosen = next(entries.length);
  const rest = entries.flatMap(([key, part], at) => (at !== chosen ? [[key, part] as const] : kept(key, part, next)));
  return Array.isArray(value) ? rest.map(([, part]) => part) : Object.fromEntries(rest);
}

function kept(key: string, part: unknown, next: (below: number) => number): readonly (readonly [string, unknown])[] {
  const how = next(12);
  if (how === 0) return [];
  if (how === 1)
    return [
      [key, part],
      [KEYS[next(KEYS.length)] as string, part],
    ];
  if (how === 2) return [[KEYS[next(KEYS.length)] as string, part]];
  return [[key, changed(part, next)]];
}

const INSTALLED = ['3.11.0', '0', '', '>=3', '9'.repeat(300), '1!2.3.dev4+x'].map((version) => ({ ecosystem: 'PyPI', name: 'keras', version }));

test('a hostile snapshot is refused with a code, or read and asked without an error', () => {
  const next = numbers(7);
  const base: Snapshot = { ...BUNDLED, advisories: BUNDLED.advisories.slice(8, 14) };
  let read = 0;
  for (let round = 0; round < 4000; round++) {
    const value = changed(base, next);
    const snapshot = readOrRefused(value);
    if (snapshot === undefined) continue;
    read++;
    const environment = { spec: 'x', packages: INSTALLED, unread: [] };
    const report = checkAdvisories({ reports: [], runtimes: [environment], installation: environment, snapshot, now: '2026-11-24T00:00:00Z' });
    assert.equal(report.snapshot.advisories, snapshot.advisories.length);
  }
  assert.ok(read > 400 && read < 3600, `${read} were read`);
});

function readOrRefused(value: unknown): Snapshot | undefined {
  try {
    return readSnapshot(value);
  } catch (error) {
    assert.ok(error instanceof HorngateError && /^HG_(INPUT|LIMIT)_/.test(error.code), String(error));
    return undefined;
  }
}

test('thousands of events and versions are matched in no time that grows faster than they do', () => {
  const events = Array.from({ length: 5000 }, (_, at) => (at % 2 === 0 ? { introduced: `${5000 - at}.1` } : { fixed: `${5000 - at}.2` }));
  const advisory = {
    id: 'GHSA-0000',
    modified: '2026-11-24T00:00:00Z',
    affected: [{ package: { ecosystem: 'PyPI', name: 'keras' }, ranges: [{ type: 'ECOSYSTEM', events }], versions: events.map((_, at) => `${at}.0`) }],
  };
  const snapshot = readSnapshot({ version: 1, asOf: '2026-11-24T00:00:00Z', advisories: [advisory] });
  const environment = { spec: 'x', packages: INSTALLED, unread: [] };
  const { installation } = checkAdvisories({ reports: [], runtimes: [], installation: environment, snapshot, now: '2026-11-24T00:00:00Z' });
  assert.ok(installation.matches.length > 0);
});
