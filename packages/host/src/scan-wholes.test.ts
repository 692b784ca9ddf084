import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { judge } from '@horngate/core/judge';
import { type Report, readPolicy } from '@horngate/core/words';
import { at, openFolder, options } from './flow.testing.ts';
import { filesBelow, scanFiles, scanWholes, wholesBelow } from './index.ts';
import type { HostOptions } from './options.ts';

const FOLDERS = 'conformance/scanner/folders';

/** A copy of a folder of the corpus, to be changed. */
function copyOf(t: TestContext, name: string): string {
  const folder = openFolder(t);
  cpSync(at(`${FOLDERS}/${name}`), folder, { recursive: true });
  return folder;
}

async function wholeOf(folder: string, host: HostOptions): Promise<{ readonly files: Report[]; readonly wholes: Report[] }> {
  const [files, wholes]: [Report[], Report[]] = [[], []];
  for await (const report of scanFiles(filesBelow([folder]), host)) files.push(report);
  for await (const report of scanWholes(wholesBelow([folder]), files, host)) wholes.push(report);
  return { files, wholes };
}

const said = ({ findings }: Report): string[] => findings.map(({ check, severity, where }) => `${check} ${severity} ${where.member}`);

test('a folder that is a model has one more report, about all of its files', async (t) => {
  const host = await options(t);
  await t.test('of transformers, with its shards', async () => {
    const { wholes } = await wholeOf(at(`${FOLDERS}/sharded`), host);
    assert.deepEqual(
      wholes.map(({ format, findings, unread }) => [format, findings, unread]),
      [['huggingface-folder', [], []]],
    );
  });
  await t.test('of TensorFlow', async () => {
    const { wholes } = await wholeOf(at(`${FOLDERS}/saved-model-no-index`), host);
    assert.deepEqual(wholes.map(said), [['folder/missing-file medium saved_model.pb']]);
  });
  await t.test('of MLflow', async () => {
    const { wholes } = await wholeOf(at(`${FOLDERS}/mlflow-code`), host);
    assert.deepEqual(wholes.map(said), [['mlflow/code high MLmodel', 'mlflow/code medium MLmodel', 'scan/source-code low code/helper.py']]);
  });
  await t.test('its subject binds bytes and names', async (t) => {
    const folder = copyOf(t, 'sharded');
    const subject = async () => (await wholeOf(folder, host)).wholes[0]?.subject;
    const before = await subject();
    assert.match(before ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.equal(await subject(), before);
    writeFileSync(join(folder, 'new.txt'), 'words');
    assert.notEqual(await subject(), before);
  });
  await t.test('a link is no file of it', async (t) => {
    const folder = copyOf(t, 'sharded');
    const shard = join(folder, 'model-00002-of-00002.safetensors');
    rmSync(shard);
    symlinkSync('/etc/hostname', shard);
    assert.deepEqual((await wholeOf(folder, host)).wholes.map(said), [['folder/missing-file medium model.safetensors.index.json']]);
  });
  await t.test('a folder of one kind in another has its own; an unzipped .keras is none', async (t) => {
    const folder = copyOf(t, 'mlflow');
    cpSync(at(`${FOLDERS}/saved-model`), join(folder, 'data'), { recursive: true });
    cpSync(at('conformance/keras/cases/unzipped/unzipped-cnn'), join(folder, 'data', 'keras'), { recursive: true });
    const found = wholesBelow([folder]).map(({ kind, path }) => [kind, path]);
    assert.deepEqual(found, [
      ['mlflow', folder],
      ['saved-model', join(folder, 'data')],
    ]);
  });
});

test('host/whole-no-kinder: the verdict of a whole is never kinder than that of its worst file', async (t) => {
  const host = await options(t);
  const policy = readPolicy({ version: 1 });
  const folder = copyOf(t, 'sharded');
  mkdirSync(join(folder, 'more'));
  cpSync(at('conformance/keras/hostile/lambda.keras'), join(folder, 'more', 'x.keras'));
  writeFileSync(join(folder, 'more', 'y.bin'), Uint8Array.of(1, 2, 0xff));
  const { files, wholes } = await wholeOf(folder, host);
  const [whole] = wholes;
  assert.ok(whole);
  const found = new Set(said(whole).map((line) => line.split(' ', 1)[0]));
  for (const file of files) for (const { check } of file.findings) assert.ok(found.has(check), check);
  assert.ok(whole.unread.some(({ path }) => path === 'more/y.bin'));
  assert.deepEqual([judge(whole, policy).outcome, files.some((file) => judge(file, policy).outcome === 'refuse')], ['refuse', true]);
  assert.ok(said(whole).some((line) => line.endsWith('more/x.keras!config.json')));
});

test('a description that cannot be read makes the whole unread, once', async (t) => {
  const host = await options(t);
  const folder = copyOf(t, 'sharded');
  const config = readFileSync(join(folder, 'config.json'), 'utf8');
  writeFileSync(join(folder, 'config.json'), config.slice(0, 20));
  const [whole] = (await wholeOf(folder, host)).wholes;
  assert.equal(whole?.unread.filter(({ path }) => path === 'config.json').length, 1);
});
