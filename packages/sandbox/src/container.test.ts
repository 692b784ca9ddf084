import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Posture } from '@horngate/core/words';
import { writeExecutable } from './detect.ts';
import { capability, hostileStage, isRoot } from './guest.testing.ts';
import { buildLauncher } from './launcher/launcher.ts';
import { CALLS } from './layers/seccomp/calls-x86-64.ts';
import { ALLOW, errno, type Row } from './layers/seccomp/filter.ts';
import { GIVEN_STAGE, openFolder } from './stage.testing.ts';

const CLONE_NEWUSER = 0x10000000;
const [EPERM, ENOSYS] = [1, 38];

/**
 * What container engines lay on their containers, of which a guest takes notice: no user namespace, whoever asks (Docker's default profile refuses
 * `clone` and `unshare` with namespaces, and answers `clone3` with ENOSYS), and a filter that is there before ours.
 */
const CONTAINER: readonly Row[] = [
  { call: 'clone', when: [{ arg: 0, any: CLONE_NEWUSER }], answer: errno(EPERM) },
  { call: 'unshare', when: [{ arg: 0, any: CLONE_NEWUSER }], answer: errno(EPERM) },
  { call: 'clone3', answer: errno(ENOSYS) },
  ...[...CALLS.keys()].map((call): Row => ({ call, answer: ALLOW })),
];

interface Said {
  readonly found: string;
  readonly why: string;
  readonly before: Posture;
  readonly level: string;
  readonly locked: boolean;
  readonly seccomp: { readonly mode: number; readonly filters: number };
  readonly wanted: string;
}

/** Runs the inside under that filter, with the rights that the parent has. */
function inContainer(folder: string): Said {
  const inside = fileURLToPath(new URL('./container.testing.ts', import.meta.url));
  const launcher = writeExecutable(
    folder,
    'container',
    buildLauncher({
      command: [process.execPath, '--conditions=source', '--import', 'tsx', inside],
      environment: { PATH: '/usr/bin:/bin', [GIVEN_STAGE]: JSON.stringify(hostileStage), TMPDIR: folder },
      folder: process.cwd(),
      descriptors: 3,
      uid: null,
      limits: [],
      landlockAbi: 0,
      paths: [],
      policy: () => CONTAINER,
    }),
  );
  const { stdout, stderr } = spawnSync(launcher, [], { encoding: 'utf8', timeout: 60_000 });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as Said;
}

const skip = process.env[GIVEN_STAGE] === undefined ? false : 'needs the checkout';

test('in a container without user namespaces L1 is found, reached and said', { skip }, () => {
  const { found, why, before, level, locked, seccomp, wanted } = inContainer(openFolder());
  assert.deepEqual([found, level, locked], ['L1', 'L1', true]);
  assert.match(why, capability.bubblewrap.path === null ? /not installed/ : /does not start here: bwrap: /);
  assert.deepEqual([before.level, before.seccomp, before.locked], ['L1', { mode: 2, filters: 1 }, false], 'the filter of the container is not counted as ours');
  assert.deepEqual(seccomp, { mode: 2, filters: 2 });
  assert.match(before.missing.join('\n'), /^namespaces: none of its own/m);
  assert.match(wanted, /^HG_UNAVAILABLE_LEVEL: .*at least "L2": this host reaches "L1"/);
  if (isRoot) assert.equal(before.uid, 65534);
});
