import { readFileSync } from 'node:fs';
import { type Digest, HorngateError, isDigest, LEVELS, type Level, type Policy, readPolicy } from '@horngate/core/words';
import { type HostOptions, hostOptions } from '@horngate/host';
import type { Command } from 'commander';
import { currentHouse } from './context.ts';
import { lazyVerifier } from './lazy-verifier.ts';
import type { Progress } from './progress.ts';

/** What a command gets besides its arguments. */
export interface Surface {
  /** Data, to stdout. */
  print(text: string): void;
  /** A message for people, to stderr; silent with `--quiet`. */
  tell(text: string): void;
  readonly progress: Progress;
}

/** Options that all commands share, as commander hands them over. */
export interface Common {
  readonly policy?: string;
  readonly sandbox?: string;
  readonly lock?: string;
  readonly signature?: string | readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** One command: it parses, calls verbs, prints; it holds no knowledge. */
export interface HorngateCommand {
  readonly name: string;
  readonly summary: string;
  /** One worked example, shown by `--help`. */
  readonly example: string;
  /** Whether it opens a model, and so takes `--policy` and `--sandbox`. */
  readonly opensModel: boolean;
  /** Whether it goes by what the model is, so that pins hold, and takes `--lock`. */
  readonly loadsModel?: boolean;
  configure(command: Command): void;
  /** @returns the exit status. */
  run(args: readonly unknown[], options: Common & Readonly<Record<string, unknown>>, surface: Surface): Promise<number> | number;
}

export const defineCommand = (command: HorngateCommand): HorngateCommand => command;

/** The host's options for a command line. @throws HG_USAGE_*, HG_NOT_FOUND, HG_UNSUPPORTED_LEVEL */
export function optionsOf(given: Common, { tell, progress }: Surface): HostOptions {
  const level = given.sandbox === undefined ? 'best' : levelOf(given.sandbox);
  if (level === 'L0') tell(UNCONFINED);
  return hostOptions({
    guests: currentHouse().guests,
    level,
    ...(given.policy === undefined ? {} : { policy: policyFrom(given.policy) }),
    ...(given.signature === undefined ? {} : { signatures: [given.signature].flat() }),
    verifier: lazyVerifier,
    ...(given.lock === undefined ? {} : { lock: given.lock }),
    onStep: progress.step,
    onLog: tell,
  });
}

const UNCONFINED =
  'Level L0: nothing confines what reads the file. The reader can do whatever your user can; the model runs in WebAssembly. On Linux 5.13 and later, leave "--sandbox" out';

/** The operator's own file: the one that the host parses itself. */
export function policyFrom(path: string): Policy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open the policy "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return readPolicy(JSON.parse(text));
  } catch (error) {
    if (error instanceof HorngateError) throw error;
    throw new HorngateError('HG_USAGE_POLICY', `Cannot read the policy "${path}" as it must be JSON: ${(error as Error).message}`);
  }
}

function levelOf(text: string): Level {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--sandbox ${text}" as it must be one of ${LEVELS.join(', ')}`);
  if (level === 'L4') throw new HorngateError('HG_UNSUPPORTED_LEVEL', `Cannot start a guest at level "${level}" yet`);
  return level;
}

/** A number from 0 on from the command line. @throws HG_USAGE_ARGUMENT */
export function numberFrom0(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < 0)
      throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "${name} ${text}" as it must be a number >= 0`);
    return value;
  };
}

/** What `--digest` means. @throws HG_USAGE_ARGUMENT */
export function digestOf(text: string | undefined): Digest | undefined {
  if (text === undefined || isDigest(text)) return text;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--digest ${text}" as it must be "sha256:" and 64 hexadecimal digits`);
}

/** A whole number from the command line. @throws HG_USAGE_ARGUMENT */
export function wholeNumber(name: string, min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < min)
      throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "${name} ${text}" as it must be a whole number >= ${min}`);
    return value;
  };
}
