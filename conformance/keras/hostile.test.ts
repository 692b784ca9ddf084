import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { bytesSource, crc32 } from '@horngate/core/artifact';
import { judge } from '@horngate/core/judge';
import { scan } from '@horngate/core/scanner';
import { DEFAULT_LIMITS, DEFAULT_POLICY, type Finding } from '@horngate/core/words';
import { inflate } from '../../packages/guests/src/ports.ts';
import { artifactBytes, artifactName, cases } from './vectors.ts';

/** One artifact of `hostile/manifest.json`: one of the ids, at this member, at or below this pointer. */
interface Hostile {
  readonly name: string;
  readonly how: string;
  readonly expect: readonly { readonly check: readonly string[]; readonly member?: string; readonly pointer?: string }[];
}

const HERE = import.meta.dirname;
function look(path: string, bytes: Uint8Array) {
  const result = scan(bytesSource(bytes), path, { inflate, digests: { crc32 } }, DEFAULT_LIMITS);
  return { ...result, verdict: judge({ ...result, path, subject: `sha256:${'0'.repeat(64)}` }, DEFAULT_POLICY) };
}

const isAt = ({ check, where }: Finding, expected: Hostile['expect'][number]): boolean =>
  expected.check.includes(check) &&
  (expected.member === undefined || where.member === expected.member) &&
  (expected.pointer === undefined || where.pointer === expected.pointer || where.pointer?.startsWith(`${expected.pointer}/`) === true);

test('every hostile artifact is refused, with the finding at the place of what it tried', async (t) => {
  const { artifacts } = JSON.parse(readFileSync(resolve(HERE, 'hostile/manifest.json'), 'utf8')) as { readonly artifacts: readonly Hostile[] };
  assert.ok(artifacts.length >= 40);
  for (const { name, how, expect } of artifacts)
    await t.test(`${name}: ${how}`, () => {
      const { findings, verdict } = look(`hostile/${name}.keras`, readFileSync(resolve(HERE, `hostile/${name}.keras`)));
      for (const expected of expect)
        assert.ok(
          findings.some((finding) => isAt(finding, expected)),
          `${JSON.stringify(expected)} in ${JSON.stringify(findings)}`,
        );
      assert.equal(verdict.outcome, 'refuse');
    });
});

test('no model of the conformance cases has a finding at medium or above, or a part that was not read', async (t) => {
  // Models of several files have a test of their own.
  const models = cases().filter(({ files }) => files === undefined);
  assert.ok(models.length >= 150);
  for (const one of models)
    await t.test(one.name, () => {
      const { findings, unread, verdict } = look(artifactName(one), artifactBytes(one));
      assert.deepEqual([findings, unread, verdict.outcome], [[], [], 'admit']);
    });
});
