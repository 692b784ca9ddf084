import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { addPin, EMPTY_LOCK, type Lock } from '@horngate/core/confirm-hash';
import { asHorngateError } from '@horngate/core/words';
import { openToInspect } from '../artifact.ts';
import { at, openFolder } from '../flow.testing.ts';
import { hostOptions } from '../options.ts';
import { findLock, knownFile, lockThatVouches, pinModel, readLockFile, verifyPins, writeLockFile } from './index.ts';

const [A, B] = ['a', 'b'].map((name) => at(`conformance/confirm/canary-${name}.keras`)) as [string, string];
const UNZIPPED = at('conformance/keras/cases/unzipped/unzipped-cnn');
const WITH_WEIGHTS = at('conformance/keras/cases/json-weights/json-mlp');

/** A folder with a model, and a lock above that pins it. */
interface Place {
  readonly folder: string;
  readonly lock: string;
  readonly model: string;
}

function place(t: TestContext, from: string, name: string, pinned = name): Place {
  const folder = openFolder(t);
  mkdirSync(join(folder, 'models'));
  const model = join(folder, 'models', name);
  cpSync(from, name.includes('.json') ? join(folder, 'models') : model, { recursive: true });
  const lock = join(folder, 'horngate.lock');
  writeLockFile(lock, addPin(EMPTY_LOCK, 'm', pinModel(join(folder, 'models', pinned), lock)));
  return { folder, lock, model };
}

/** What opening says; `opened` where nothing is refused. */
function opening(home: string, path: string, lock?: string): string {
  try {
    openToInspect(path, hostOptions({ guests: '', home, ...(lock === undefined ? {} : { lock }) })).close();
    return 'opened';
  } catch (error) {
    return asHorngateError(error).code;
  }
}

test('host/pins: a pinned file that is another is refused, with both digests, by whichever name it is reached', async (t) => {
  const { folder, model, lock } = place(t, A, 'm.keras');
  const link = join(folder, 'link.keras');
  symlinkSync(model, link);
  for (const path of [model, link, join(folder, 'models', '..', 'models', 'm.keras')]) assert.equal(opening(folder, path), 'opened');
  const { root } = pinModel(model, lock);
  copyFileSync(B, model);
  const other = pinModel(model, lock).root;
  for (const path of [model, link, join(folder, 'models', '..', 'models', 'm.keras')])
    await t.test(path.slice(folder.length), () =>
      assert.throws(
        () => openToInspect(path, hostOptions({ guests: '', home: folder })),
        (error) => {
          const { code, message } = asHorngateError(error);
          return code === 'HG_ARTIFACT_DIGEST' && message.includes(root) && message.includes(other);
        },
      ),
    );
  rmSync(model);
  symlinkSync(B, model);
  assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST', 'a link in its place');
  rmSync(model);
  cpSync(UNZIPPED, model, { recursive: true });
  assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST', 'a folder in its place');
});

test('host/pins-named: a lock that is named must pin the model; one that is found holds what it pins', (t) => {
  const { folder, model, lock } = place(t, A, 'm.keras');
  const other = join(folder, 'other.keras');
  copyFileSync(A, other);
  assert.equal(opening(folder, other), 'opened');
  assert.equal(opening(folder, other, lock), 'HG_REFUSED_PIN', 'the same bytes under another name');
  assert.equal(opening(folder, model, lock), 'opened');
  assert.equal(opening(folder, model, join(folder, 'none.lock')), 'HG_NOT_FOUND');
});

test('host/pins-whole: of a model of several files none is exchanged, added or left out', async (t) => {
  const changes: Readonly<Record<string, (model: string) => void>> = {
    'weights of another model': (model) => writeFileSync(join(model, 'model.weights.h5'), 'other'),
    'a vocabulary more': (model) => {
      mkdirSync(join(model, 'assets'));
      writeFileSync(join(model, 'assets', 'vocabulary.txt'), 'x');
    },
    'files that change their names': (model) => {
      renameSync(join(model, 'config.json'), join(model, 'c'));
      renameSync(join(model, 'metadata.json'), join(model, 'config.json'));
      renameSync(join(model, 'c'), join(model, 'metadata.json'));
    },
    'another folder behind a link': (model) => {
      renameSync(model, `${model}.old`);
      cpSync(`${model}.old`, `${model}.evil`, { recursive: true });
      writeFileSync(join(`${model}.evil`, 'config.json'), '{}');
      symlinkSync(`${model}.evil`, model);
    },
  };
  for (const pinned of ['m', '.'])
    for (const [name, change] of Object.entries(changes))
      await t.test(`${name}, of a pinned ${pinned === 'm' ? 'model' : 'folder of models'}`, (inner) => {
        const { folder, model } = place(inner, UNZIPPED, 'm', pinned);
        assert.equal(opening(folder, model), 'opened');
        change(model);
        assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST');
      });
  await t.test('an asset left out', (inner) => {
    const folder = openFolder(inner);
    const model = join(folder, 'm');
    cpSync(UNZIPPED, model, { recursive: true });
    mkdirSync(join(model, 'assets'));
    writeFileSync(join(model, 'assets', 'vocabulary.txt'), 'x');
    writeFileSync(join(model, 'README.md'), 'what it is');
    const lock = join(folder, 'horngate.lock');
    writeLockFile(lock, addPin(EMPTY_LOCK, 'm', pinModel(model, lock)));
    assert.equal(opening(folder, model), 'opened');
    writeFileSync(join(model, 'README.md'), 'something else');
    assert.equal(opening(folder, model), 'opened', 'it is not loaded: `verify` tells');
    rmSync(join(model, 'assets'), { recursive: true });
    assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST');
  });
  await t.test('an architecture, whose weights are pinned with it', (inner) => {
    const { folder, model } = place(inner, WITH_WEIGHTS, 'model.json');
    assert.equal(opening(folder, model), 'opened');
    writeFileSync(join(folder, 'models', 'model.weights.h5'), 'other');
    assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST');
    rmSync(join(folder, 'models', 'model.weights.h5'));
    assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST');
  });
});

test('pinned weights hold also where the model around them is pinned nowhere', (t) => {
  const folder = openFolder(t);
  cpSync(UNZIPPED, join(folder, 'm'), { recursive: true });
  const lock = join(folder, 'horngate.lock');
  writeLockFile(lock, addPin(EMPTY_LOCK, 'w', pinModel(join(folder, 'm', 'model.weights.h5'), lock)));
  assert.equal(opening(folder, join(folder, 'm')), 'opened');
  writeFileSync(join(folder, 'm', 'model.weights.h5'), 'other');
  assert.equal(opening(folder, join(folder, 'm')), 'HG_ARTIFACT_DIGEST');
});

test('host/no-own-witness: a lock that came with the model can refuse it, and never vouches for it', async (t) => {
  const { folder, model, lock } = place(t, A, 'm.keras');
  await t.test('it is not the lock of somebody who works elsewhere', () => {
    assert.equal(lockThatVouches(undefined, openFolder(t)), undefined);
    assert.equal(lockThatVouches(undefined, join(folder, 'models')), lock, 'who works there meant it');
  });
  await t.test('it cannot pin the folder in which it lies', () => {
    assert.throws(() => pinModel(join(folder, 'models'), join(folder, 'models', 'horngate.lock')), { code: 'HG_USAGE_LOCK' });
    assert.throws(() => pinModel(folder, join(folder, 'models', 'horngate.lock')), { code: 'HG_USAGE_LOCK' });
  });
  await t.test('one that pins it all the same does not verify', () => {
    const own = join(folder, 'models', 'horngate.lock');
    const { models } = readLockFile(lock);
    writeLockFile(own, { version: 1, models: { all: { ...pinModel(join(folder, 'models'), lock), path: '../models' }, ...models } });
    assert.throws(() => verifyPins(readLockFile(own), own, []), { code: 'HG_USAGE_LOCK' });
    rmSync(own);
  });
  await t.test('one that everybody can write is not believed, unless it is named', () => {
    chmodSync(lock, 0o666);
    assert.throws(() => lockThatVouches(undefined, folder), { code: 'HG_USAGE_LOCK' });
    assert.equal(lockThatVouches(lock, folder), lock);
    copyFileSync(B, model);
    assert.equal(opening(folder, model), 'HG_ARTIFACT_DIGEST', 'and refuses all the same');
  });
});

test('a lock is looked for up to the root of the repository, or to where others can write', (t) => {
  const folder = openFolder(t);
  const inner = join(folder, 'repository', 'a', 'b');
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(folder, 'horngate.lock'), '');
  assert.equal(findLock(inner), join(folder, 'horngate.lock'));
  mkdirSync(join(folder, 'repository', '.git'));
  assert.equal(findLock(inner), undefined);
  writeFileSync(join(folder, 'repository', 'horngate.lock'), '');
  assert.equal(findLock(inner), join(folder, 'repository', 'horngate.lock'));
  rmSync(join(folder, 'repository', '.git'), { recursive: true });
  rmSync(join(folder, 'repository', 'horngate.lock'));
  chmodSync(folder, 0o777);
  assert.equal(findLock(inner), undefined);
});

test('verify tells file by file, and names what nobody pinned', async (t) => {
  const { folder, lock, model } = place(t, UNZIPPED, 'm');
  const verify = (...paths: string[]) => verifyPins(readLockFile(lock), lock, paths);
  assert.deepEqual(
    verify().pins.map(({ name, same, pinned, found }) => [name, same, pinned === found]),
    [['m', true, true]],
  );
  writeFileSync(join(model, 'README.md'), 'x');
  symlinkSync('/etc/passwd', join(model, 'passwd'));
  writeFileSync(join(folder, 'models', 'other.keras'), 'x');
  const states = () =>
    verify(join(folder, 'models')).pins.flatMap(({ files }) => files.filter(({ state }) => state !== 'same').map(({ path, state }) => `${path} ${state}`));
  assert.deepEqual(states(), ['README.md unlisted', 'passwd unlisted']);
  assert.equal(verify().pins[0]?.same, true);
  assert.deepEqual(
    verify(join(folder, 'models')).unpinned.map(({ path }) => path),
    [join(folder, 'models', 'other.keras')],
    'links are not followed, and those of the pin are told there',
  );
  await t.test('an asset that would be loaded makes another model', () => {
    mkdirSync(join(model, 'assets'));
    writeFileSync(join(model, 'assets', 'x'), 'x');
    assert.equal(verify().pins[0]?.same, false);
    rmSync(join(model, 'assets'), { recursive: true });
  });
  rmSync(join(model, 'config.json'));
  symlinkSync(join(UNZIPPED, 'config.json'), join(model, 'config.json'));
  writeFileSync(join(model, 'metadata.json'), 'other');
  rmSync(join(model, 'model.weights.h5'));
  assert.deepEqual(states(), ['README.md unlisted', 'config.json link', 'metadata.json changed', 'model.weights.h5 missing', 'passwd unlisted']);
  assert.deepEqual([verify().pins[0]?.same, verify().pins[0]?.found], [false, null]);
  assert.throws(() => verify(join(folder, 'none')), { code: 'HG_NOT_FOUND' });
});

test('a link in a folder cannot be pinned, nor can an empty folder', (t) => {
  const folder = openFolder(t);
  mkdirSync(join(folder, 'm'));
  assert.throws(() => pinModel(join(folder, 'm'), join(folder, 'horngate.lock')), { code: 'HG_INPUT_FORMAT' });
  symlinkSync(A, join(folder, 'm', 'a.keras'));
  assert.throws(() => pinModel(join(folder, 'm'), join(folder, 'horngate.lock')), { code: 'HG_INPUT_FORMAT' });
  assert.throws(() => pinModel(join(folder, 'none'), join(folder, 'horngate.lock')), { code: 'HG_NOT_FOUND' });
});

test('a file under a published name is that file or is not', (t) => {
  const path = join(openFolder(t), 'vgg16_weights_tf_dim_ordering_tf_kernels.h5');
  copyFileSync(A, path);
  assert.equal(knownFile(path)?.same, false);
  assert.equal(knownFile(A), undefined);
});

test('a lock is written whole, and what is no lock is refused with its path', (t) => {
  const { folder, lock } = place(t, A, 'm.keras');
  const before: Lock = readLockFile(lock);
  writeLockFile(lock, before);
  assert.deepEqual(readLockFile(lock), before);
  assert.throws(() => writeLockFile(join(folder, 'none', 'horngate.lock'), before), { code: 'HG_CONFLICT' });
  writeFileSync(lock, '{"version": 2}');
  assert.throws(
    () => readLockFile(lock),
    (error) => asHorngateError(error).code === 'HG_USAGE_LOCK' && asHorngateError(error).message.includes(lock),
  );
  assert.equal(opening(folder, join(folder, 'models', 'm.keras')), 'HG_USAGE_LOCK', 'a lock that cannot be read is not passed over');
});
