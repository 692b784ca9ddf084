import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { hostileStage, isRoot } from './guest.testing.ts';
import { GIVEN_STAGE, openFolder } from './stage.testing.ts';

/** Some user that is neither root nor the one that guests of root become. */
const ORDINARY = { uid: 65533, gid: 65533 };
const skip = isRoot ? false : 'the tests already run as an ordinary user';

for (const file of ['protections', 'native', 'start'])
  test(`${file}.test.ts holds for a parent that is an ordinary user`, { skip }, async (t) => {
    const folder = openFolder();
    const outfile = join(folder, `${file}.mjs`);
    const entryPoints = [fileURLToPath(new URL(`./${file}.test.ts`, import.meta.url))];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', external: ['esbuild'], conditions: ['source'], logLevel: 'error' });
    chmodSync(outfile, 0o644);
    const [command = '', ...args] = hostileStage.command;
    const env = { [GIVEN_STAGE]: JSON.stringify(hostileStage), PATH: '/usr/bin:/bin' };
    const child = spawn(command, [...args, '--test-reporter=tap', outfile], { ...ORDINARY, cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => pieces.push(piece));
    const [status] = await once(child, 'close');
    const report = Buffer.concat(pieces).toString();
    assert.equal(status, 0, report);
    t.diagnostic(`${/^# pass (\d+)/m.exec(report)?.[1]} passed, ${/^# skipped (\d+)/m.exec(report)?.[1]} skipped`);
  });
