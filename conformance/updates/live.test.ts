import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { comparePep440, matchOsv, type OsvEvent, type Pep440, parsePep440 } from '@horngate/core/updates';

/** The same comparisons as the committed vectors, on versions and advisories that nobody has seen: `HORNGATE_ORACLE` is a Python with `packaging`. */
const PYTHON = process.env['HORNGATE_ORACLE'];
const WITHOUT = PYTHON === undefined && 'HORNGATE_ORACLE names no Python';
const GO = spawnSync('go', ['version']).status === 0;
const seed = Number(process.env['HORNGATE_SEED'] ?? Date.now() % 1e9);

const work = mkdtempSync(join(tmpdir(), 'horngate-updates-'));
after(() => rmSync(work, { recursive: true, force: true }));

function generated<T>(name: string, ...args: readonly string[]): T {
  execFileSync(PYTHON as string, [resolve(import.meta.dirname, 'generate.py'), '--seed', String(seed), '--out', work, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return JSON.parse(readFileSync(join(work, name), 'utf8'));
}

test(`versions of seed ${seed} are ordered as packaging orders them`, { skip: WITHOUT }, () => {
  const { rising } = generated<{ rising: string[][] }>('versions.json', '--versions', '1000', '--records', '0');
  const all = rising.flatMap((equals, rank) => equals.map((text) => ({ text, rank, version: parsePep440(text) as Pep440 })));
  for (const a of all) for (const b of all) if (comparePep440(a.version, b.version) !== Math.sign(a.rank - b.rank)) assert.fail(`${a.text} against ${b.text}`);
});

interface Case {
  readonly ranges: readonly (readonly OsvEvent[])[];
  readonly named: readonly string[];
  readonly versions: readonly string[];
  readonly affected: string;
}

test(`advisories of seed ${seed} hold as osv-scanner says`, { skip: WITHOUT || (!GO && 'no Go is installed') }, () => {
  for (const { ranges, named, versions, affected } of generated<{ cases: Case[] }>('ranges.json').cases)
    for (const [at, version] of versions.entries()) {
      const record = {
        id: 'GHSA-0000',
        modified: '2026-01-01T00:00:00Z',
        affected: [
          { package: { ecosystem: 'PyPI', name: 'keras' }, ranges: ranges.map((events) => ({ type: 'ECOSYSTEM' as const, events })), versions: named },
        ],
      };
      const status = matchOsv(record, { ecosystem: 'PyPI', name: 'keras', version })?.status;
      if (status !== (affected[at] === '1' ? 'affected' : 'unaffected')) assert.fail(`${version} is ${status} in ${JSON.stringify({ ranges, named })}`);
    }
});
