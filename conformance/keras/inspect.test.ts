import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytesSource, crc32, pureInflate } from '@horngate/core/artifact';
import { inspectKeras, openKeras, openKerasFiles } from '@horngate/core/keras';
import { DEFAULT_LIMITS, type Digest } from '@horngate/core/words';
import { differences, summaries } from './summaries.ts';
import { artifactFiles, type Case, cases } from './vectors.ts';

/** HORNGATE_ALL=1 compares all families; these take some seconds. */
const FAMILIES =
  /^(whole|graphs|attention|recurrent|wrappers|rnn-.*|conv-lstm|quantised|normalization|masks|shapes|aliases|legacy-h5|tf-keras|versions|stages-legacy|json-weights.*|sharded-weights|unzipped)$/;

const DIGEST: Digest = `sha256:${'0'.repeat(64)}`;
const ports = { inflate: pureInflate, digests: { sha256: () => ({ update: () => undefined, digest: () => DIGEST }), crc32 } };

/** Where Keras says something else, each with the reason: `[place, what Keras says, what we say]`. */
const { differences: known, untold } = JSON.parse(readFileSync(`${import.meta.dirname}/summaries-differ.json`, 'utf8')) as {
  readonly differences: readonly { readonly why: string; readonly models: Readonly<Record<string, readonly (readonly string[])[]>> }[];
  /** What real Keras cannot summarise. */
  readonly untold: readonly { readonly why: string; readonly models: readonly string[] }[];
};

function inspection(one: Case): ReturnType<typeof inspectKeras> {
  const sources = artifactFiles(one).map(({ path, bytes }) => ({ path, source: bytesSource(bytes) }));
  const [first] = sources;
  return inspectKeras(
    first !== undefined && sources.length === 1 ? openKeras(first.source, ports, DEFAULT_LIMITS) : openKerasFiles(sources, ports, DEFAULT_LIMITS),
  );
}

test('inspect says of every model what model.summary() of real Keras says, cell by cell', () => {
  const told = summaries();
  const reasons = new Map(known.flatMap(({ models }) => Object.entries(models)));
  const listed = cases().filter(({ family, name }) => (process.env['HORNGATE_ALL'] === '1' || FAMILIES.test(family)) && told.has(`${family}/${name}`));
  assert.ok(listed.length >= 600, `only ${listed.length} models`);
  for (const one of listed) {
    const key = `${one.family}/${one.name}`;
    const found = differences(told.get(key) as NonNullable<ReturnType<typeof told.get>>, inspection(one));
    assert.deepEqual(
      found.map(({ row, cell, keras, ours }) => [`${row} ${cell}`.trim(), keras, ours]),
      reasons.get(key) ?? [],
      key,
    );
  }
});

test('every case has a summary by real Keras, or a reason why Keras has none', () => {
  const told = summaries();
  const without = cases().flatMap(({ family, name }) => (told.has(`${family}/${name}`) ? [] : [`${family}/${name}`]));
  assert.deepEqual(without.sort(), untold.flatMap(({ models }) => models).sort(), '`summaries.py --missing` asks for those without');
  for (const { why } of untold) assert.ok(why !== '');
});

test('every difference has a reason, and is of a model that was compared', () => {
  const told = summaries();
  for (const { why, models } of known) for (const name of Object.keys(models)) assert.ok(why !== '' && told.has(name), name);
});

test('a model with a layer that never compiles keeps all that the file says, and only what follows from that layer is unknown', () => {
  const bytes = readFileSync(`${import.meta.dirname}/hostile/lambda.keras`);
  const { layers, runs, missing, params } = inspectKeras(openKeras(bytesSource(bytes), ports, DEFAULT_LIMITS));
  const lambda = layers.findIndex(({ class: name }) => name === 'Lambda');
  assert.ok(lambda > 0 && !runs && missing[0]?.class === 'Lambda');
  assert.ok(layers.slice(0, lambda).every(({ outputShape }) => outputShape !== null));
  assert.ok(layers.slice(lambda).every(({ outputShape }) => outputShape === null));
  assert.equal(
    layers.reduce((sum, layer) => sum + layer.params, 0),
    params.total,
  );
  assert.ok(params.total > 0);
});
