import { accessSync, closeSync, constants, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { readNeeds } from '../staging/elf.ts';
import { closureOf } from '../staging/libraries.ts';

/** A command line as the kernel would start it, and the files that this takes. */
export interface ResolvedProgram {
  /** Absolute path of an ELF file, and its arguments. */
  readonly command: readonly string[];
  /** The program, and its dynamic loader under the name that the program gives. */
  readonly execute: readonly string[];
  /** Libraries, scripts, and where the loader looks them up. */
  readonly read: readonly string[];
  readonly dynamic: boolean;
}

export interface Surroundings {
  readonly cwd: string;
  /** Folders in which a bare name is looked for, the guest's own before the caller's. */
  readonly folders: readonly string[];
}

const MAX_SCRIPTS = 4;
const MAX_LINE = 256; // BINPRM_BUF_SIZE of Linux

/**
 * Finds the program of a command line with its loader and libraries; a script is started by its interpreter.
 *
 * The program may be hostile: only ELF headers and a first line are read, and what they name is taken only where it is a loader or library of this system,
 * so that nobody makes a foreign file readable by naming it.
 *
 * @throws HG_NOT_FOUND, HG_USAGE_ARGUMENT when it is neither an ELF file for this processor nor a script, HG_UNAVAILABLE_STORE naming a library that is nowhere.
 */
export function resolveProgram(words: readonly string[], surroundings: Surroundings): ResolvedProgram {
  const scripts: string[] = [];
  let command = [find(words[0] ?? '', surroundings), ...words.slice(1)];
  for (;;) {
    const [path = ''] = command;
    const line = firstLine(path);
    if (line === null) return withLibraries(command, scripts);
    scripts.push(path);
    if (scripts.length > MAX_SCRIPTS) throw unusable(path, 'a program after at most four scripts');
    const [interpreter = '', ...args] = interpreterOf(line, path, surroundings);
    command = [interpreter, ...args, ...command];
  }
}

function find(name: string, { cwd, folders }: Surroundings): string {
  const candidates = name.includes('/') ? [resolve(cwd, name)] : folders.filter(isAbsolute).map((folder) => join(folder, name));
  const found = candidates.find((path) => name !== '' && statSync(path, { throwIfNoEntry: false })?.isFile() === true && executable(path));
  if (found !== undefined) return found;
  const there = candidates.find((path) => existsSync(path));
  if (there !== undefined && name !== '') throw unusable(there, 'an executable file');
  throw new HorngateError('HG_NOT_FOUND', `Cannot find the program "${name}"`);
}

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What follows `#!`; null when the file does not start so. */
function firstLine(path: string): string | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw unusable(path, `readable: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const bytes = Buffer.alloc(MAX_LINE);
    const text = bytes.toString('utf8', 0, readSync(fd, bytes, 0, MAX_LINE, 0));
    return text.startsWith('#!') ? (text.slice(2).split('\n')[0] ?? '').trim() : null;
  } finally {
    closeSync(fd);
  }
}

/** As execve(2): one argument at most. `env` would execute a second program, which no guest may, so its work is done here. */
function interpreterOf(line: string, script: string, surroundings: Surroundings): string[] {
  const [path = '', ...rest] = line.split(/[ \t]+/);
  if (!isAbsolute(path)) throw unusable(script, 'a script with an absolute interpreter');
  if (basename(path) !== 'env') return [find(path, surroundings), ...(rest.length === 0 ? [] : [rest.join(' ')])];
  const [name, ...args] = rest[0] === '-S' ? rest.slice(1) : rest;
  if (name === undefined || name.startsWith('-') || name.includes('=')) throw unusable(script, 'a script whose "env" names a program and nothing else');
  return [find(name, surroundings), ...args];
}

/** Where distributions keep dynamic loaders, under the names that glibc and musl give them. */
const LOADER = /^\/(?:usr\/)?lib(?:64|32|x32)?\/(?:[\w.-]+\/)?ld-(?:linux|musl)[\w.-]*\.so[\w.]*$/;
/** Where the loader looks without its cache. */
const DEFAULT_FOLDERS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib', '/lib64', '/usr/lib64'];
const CACHE = '/etc/ld.so.cache';

function withLibraries(command: readonly string[], scripts: readonly string[]): ResolvedProgram {
  const [program = ''] = command;
  const needs = readNeeds(program);
  if (needs === null) throw unusable(program, 'an ELF file for x86-64, or a script');
  if (needs.loader === null) return { command, execute: [program], read: scripts, dynamic: false };
  if (!LOADER.test(needs.loader) || !existsSync(needs.loader) || readNeeds(needs.loader)?.loader !== null)
    throw unusable(program, 'a program with a dynamic loader of this system');
  const { found } = closureOf(program, []);
  const elsewhere = found.some((path) => !DEFAULT_FOLDERS.includes(dirname(path)));
  const read = [...scripts, ...found.flatMap(names), ...(elsewhere && existsSync(CACHE) ? [CACHE] : [])];
  return { command, execute: [...new Set([program, needs.loader])], read: [...new Set(read)], dynamic: true };
}

/** A library under the name by which it is looked for, and beside what that leads to. */
const names = (path: string): string[] => [path, join(dirname(realpathSync(path)), basename(path))];

function unusable(path: string, wanted: string): HorngateError {
  return new HorngateError('HG_USAGE_ARGUMENT', `Cannot run "${path}" as it must be ${wanted}`);
}
