import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSemver, parseSemver, type Semver } from './semver.ts';

/** Semantic Versioning 2.0.0, the examples of clause 11, in its order. */
const RISING = [
  '0.9.9',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '2.0.0',
  '2.1.0',
  '2.1.1',
  '10.0.0',
];

test('versions of npm are ordered as the specification orders its examples', () => {
  for (const [i, a] of RISING.entries())
    for (const [j, b] of RISING.entries()) assert.equal(compareSemver(parseSemver(a) as Semver, parseSemver(b) as Semver), Math.sign(i - j), `${a} ${b}`);
});

test('build metadata, a leading v and missing zeros do not count', () => {
  for (const text of ['v1.2.0', '1.2.0+build.5', '1.2']) assert.equal(compareSemver(parseSemver(text) as Semver, parseSemver('1.2.0') as Semver), 0, text);
});

test('what is no version is none', () => {
  for (const text of ['', '1.2.3.4', '01.2.3', '^1.2.3', '1.x', '*', 'latest', 'file:../x', '1.0.0-', '1'.repeat(300)])
    assert.equal(parseSemver(text), undefined, text);
});
