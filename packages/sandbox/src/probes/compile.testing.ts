import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFolder } from '../stage.testing.ts';

const SOURCES = fileURLToPath(new URL('./c/', import.meta.url));
const COMPILERS = [process.env['CC'], 'gcc', 'cc', 'clang'].filter((name) => name !== undefined);

/** The compiler of this machine, with its version; undefined: the probes in C cannot run here. */
export function compiler(): { command: string; version: string } | undefined {
  for (const command of COMPILERS) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    if (status === 0) return { command, version: stdout.split('\n')[0] ?? '' };
  }
  return undefined;
}

/** The probes in C as one add-on, in a folder of this process. Warnings are errors: a probe that is compiled otherwise than meant proves nothing. */
export function compileProbes(command: string): string {
  const object = join(openFolder(), 'probes.node');
  const files = readdirSync(SOURCES).filter((name) => name.endsWith('.c'));
  execFileSync(command, ['-std=gnu11', '-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', object, ...files], { cwd: SOURCES });
  chmodSync(object, 0o644);
  return object;
}
