import { hostile } from './guest.testing.ts';

/** A parent of its own: says on stdout what its guest saw, or which process that is, and lives until it is killed. */
const [what] = process.argv.slice(2);
const guest = await hostile({ after: () => undefined }, {});
if (what === 'leak') {
  console.log(JSON.stringify([await guest.probe('control', 'x'), await guest.probe('readDescriptor', '200')]));
  process.exit(0);
}
void guest.probe('cpu').catch(() => undefined);
setTimeout(() => console.log(guest.pid), 200);
