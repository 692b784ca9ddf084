import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from './checkout.testing.ts';
import { committable, globSources, PACKAGES, read } from './files.testing.ts';

const lock = JSON.parse(read('package-lock.json')).packages as Record<
  string,
  { resolved?: string; integrity?: string; link?: boolean; optionalDependencies?: Record<string, string> }
>;

test('the lockfile names no registry, and every package that comes from one by its digest', () => {
  for (const [path, { resolved, integrity, link }] of Object.entries(lock)) {
    if (path === '' || path.startsWith('packages/')) continue;
    if (link) assert.match(resolved ?? '', /^packages\//, path);
    else {
      assert.equal(resolved, undefined, path);
      assert.match(integrity ?? '', /^sha512-/, path);
    }
  }
});

/** `npm ci` refuses a lockfile that lacks one, also of another system, and writes such a lockfile when it cannot ask for one. */
test('the lockfile holds every optional package of every system', () => {
  for (const [path, { optionalDependencies = {} }] of Object.entries(lock))
    for (const name of Object.keys(optionalDependencies)) {
      const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
      assert.ok(
        places.some((place) => place in lock),
        `${name}, wanted by ${path}`,
      );
    }
});

test('npm runs no scripts of packages, and no workspace has one that npm would run by itself', () => {
  assert.match(read('.npmrc'), /^ignore-scripts=true$/m);
  assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m);
  for (const path of ['package.json', ...PACKAGES.map((name) => `packages/${name}/package.json`)]) {
    const scripts = Object.keys(JSON.parse(read(path)).scripts ?? {});
    assert.deepEqual(
      scripts.filter((script) => /^(pre|post)|^prepare|^install$|^dependencies$/.test(script)),
      [],
      path,
    );
  }
});

test('all packages have one version', () => {
  const { version } = JSON.parse(read('package.json'));
  for (const name of PACKAGES) {
    const manifest = JSON.parse(read(`packages/${name}/package.json`));
    assert.equal(manifest.version, version, name);
    for (const [dependency, wanted] of Object.entries(manifest.dependencies ?? {}))
      if (dependency.startsWith('@horngate/')) assert.equal(wanted, version, name);
  }
});

test('nobody switches off the rules against any and against floating promises', () => {
  const rules = JSON.parse(read('biome.json')).linter.rules;
  assert.equal(rules.suspicious.noExplicitAny, 'error');
  assert.equal(rules.nursery.noFloatingPromises, 'error');
  const off = /biome-ignore(-all|-start)? lint(:|\/suspicious\/noExplicitAny|\/nursery)|@ts-(nocheck|ignore)/;
  assert.deepEqual(
    globSources().filter((path) => off.test(read(path))),
    [],
  );
});

test('no file tells of the machine on which it was written', () => {
  const machine = new RegExp(['work/(main|shared)/', 'root/(oracle|\\.)', 'tmp/(brief|bash_jobs)'].map((path) => `/${path}`).join('|'));
  const text = committable().filter((path) => /(^|\/)(\.ci\/run|[^/]+\.(ts|js|json|md|py|txt|sh|yml|html))$/.test(path));
  const wrong = text.filter(
    (path) =>
      existsSync(join(ROOT, path)) &&
      statSync(join(ROOT, path)).size < 5e6 &&
      (machine.test(read(path)) || (ROOT.length > 8 && read(path).includes(`${ROOT}/`))),
  );
  assert.deepEqual(wrong, []);
});
