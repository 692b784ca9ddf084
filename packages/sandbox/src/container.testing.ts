import { capability, hostile } from './guest.testing.ts';

/** Says which level is found and reached where this runs: the inside of `container.test.ts`. */
const ends: (() => void)[] = [];
const guest = await hostile({ after: (work) => void ends.push(work) }, { level: 'best', profile: 'runner' });
const before = await guest.posture();
await guest.lock();
const { level, locked, seccomp } = await guest.posture();
const wanted = await hostile({ after: (work) => void ends.push(work) }, { level: 'L2' }).then(
  () => 'started',
  ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
);
for (const end of ends) end();
console.log(JSON.stringify({ found: capability.level, why: capability.bubblewrap.why, before, level, locked, seccomp, wanted }));
process.exit(0);
