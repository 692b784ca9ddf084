import { appendFileSync, copyFileSync, cpSync, openSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeSync } from 'node:fs';

/**
 * A process that changes a model while others load it, as fast as it can, until it is killed: `node racer.testing.js ATTACK TARGET GOOD EVIL`.
 * Each attack has the good file there for a part of the time.
 */
const [attack = '', target = '', good = '', evil = ''] = process.argv.slice(2);
const scratch = `${target}.scratch`;

/** @param {string} from */
const place = (from) => {
  copyFileSync(from, scratch);
  renameSync(scratch, target);
};

/** @type {Record<string, () => void>} */
const ATTACKS = {
  swap: () => {
    place(evil);
    place(good);
  },
  symlink: () => {
    symlinkSync(evil, scratch);
    renameSync(scratch, target);
    place(good);
  },
  rename: () => {
    renameSync(target, `${target}.away`);
    copyFileSync(evil, target);
    for (const end = performance.now() + 0.5; performance.now() < end; );
    renameSync(`${target}.away`, target);
  },
  'in place': inPlace(),
  growth: () => {
    appendFileSync(target, readFileSync(evil));
    truncateSync(target, readFileSync(good).length);
  },
  truncation: () => {
    truncateSync(target, 5000);
    appendFileSync(target, readFileSync(evil).subarray(5000));
    place(good);
  },
  // The folder of the target, which is there twice: the good one and the evil one.
  folder: () => {
    exchange(evil);
    exchange(good);
  },
};

/** Writes into the file that is there, without making another: byte for byte what the other one has. */
function inPlace() {
  const versions = attack === 'in place' ? [readFileSync(evil), readFileSync(good)] : [];
  return () => {
    const fd = openSync(target, 'r+');
    for (;;) for (const bytes of versions) for (let at = 0; at < bytes.length; at += 512) writeSync(fd, bytes, at, Math.min(512, bytes.length - at), at);
  };
}

/** @param {string} from */
function exchange(from) {
  const folder = target.slice(0, target.lastIndexOf('/'));
  cpSync(from.slice(0, from.lastIndexOf('/')), `${folder}.new`, { recursive: true });
  renameSync(folder, `${folder}.old`);
  renameSync(`${folder}.new`, folder);
  rmSync(`${folder}.old`, { recursive: true });
}

process.stdout.write('racing\n');
for (;;) ATTACKS[attack]?.();
