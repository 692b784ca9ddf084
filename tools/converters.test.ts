import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './checkout.testing.ts';
import { read } from './files.testing.ts';

interface Row {
  readonly input: string;
  readonly version: string | null;
  readonly guest: string;
  readonly package: string | null;
  readonly part: string | null;
}

const { converters } = JSON.parse(read('packages/guests/src/converters.json')) as { converters: readonly Row[] };
const manifest = JSON.parse(read('packages/guests/package.json'));

test('every medium that is known by its first bytes has a row', () => {
  const formats = [...read('packages/core/src/artifact/image-header/sniff-media.ts').matchAll(/^ {2}\['(\w+)', /gm)].map(([, format]) => format);
  assert.ok(formats.length > 8);
  for (const format of formats)
    assert.ok(
      converters.some(({ input }) => input === format),
      format,
    );
});

test('every guest that reads something has a row', () => {
  const guests = readdirSync(join(ROOT, 'packages/guests/src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const silent = new Set(['pixels', 'starter']); // no guest of its own; and one that reads nothing
  for (const { name } of guests) assert.ok(silent.has(name) || converters.some(({ guest }) => guest.split(', ').includes(name)), name);
});

test('every library of the guests has a row, with the version that is asked for', () => {
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies }).filter(
    ([name]) => !name.startsWith('@horngate/'),
  )) {
    const rows = converters.filter((row) => row.package === name);
    assert.ok(rows.length > 0, name);
    for (const row of rows) if (row.part === null) assert.equal(row.version, version, name);
  }
});

const VERSIONS = 'node_modules/@img/sharp-libvips-linux-x64/versions.json';
test('versions of the libraries in sharp are those that it brings', {
  skip: !existsSync(join(ROOT, VERSIONS)) && 'sharp is not installed for Linux on x64',
}, () => {
  const versions = JSON.parse(read(VERSIONS));
  for (const { part, version, input } of converters) if (part !== null) assert.equal(version, versions[part], input);
});
