import { asHorngateError, type Code, DEFAULT_LIMITS, describe, HorngateError, LEVELS, type Level, type Profile } from '@horngate/core/words';
import { homeFolder, runConfined } from '@horngate/host';
import type { ConfinedProgram, ProgramEnd } from '@horngate/sandbox';
import { defineCommand, wholeNumber } from '../command.ts';

const PROFILES: readonly Profile[] = ['reader', 'runner', 'runner-jit', 'decoder', 'keras'];
/** When it could not be confined as asked: nothing of the program has run. */
const UNCONFINED = 125;
const CONFINEMENT: readonly Code[] = [
  'HG_GUEST_START',
  'HG_UNAVAILABLE_LEVEL',
  'HG_UNAVAILABLE_STORE',
  'HG_UNSUPPORTED_LEVEL',
  'HG_UNSUPPORTED_PLATFORM',
  'HG_LIMIT_DEADLINE',
];

interface Given {
  readonly profile?: Profile;
  readonly level?: Level;
  readonly locked?: boolean;
  readonly ro?: readonly string[];
  readonly rw?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly memory?: number;
  readonly deadline?: number;
}

const gather = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `horngate sandbox run … -- COMMAND…` runs any program under the policy of a guest. Exit: the program's, 128 + signal, 125 when it was not confined as asked. */
export const sandboxCommand = defineCommand({
  name: 'sandbox',
  summary: 'run any program confined as a guest is',
  example: 'horngate sandbox run --ro data.csv --ro sums.py --ro /usr/lib/python3.11 -- python3 sums.py data.csv',
  opensModel: false,
  configure: (command) =>
    command
      .usage('run [options] -- COMMAND…')
      .argument('<verb>', 'run')
      .argument('<command...>', 'the program and its arguments, after "--"; it, its loader and its shared libraries are readable')
      .option('--profile <profile>', `whose policy: ${PROFILES.join(', ')} (default: reader; with --locked, runner)`, profileOf)
      .option('--level <level>', 'L1: without namespaces; L2, L3: at least these (default: the best that this host reaches)', levelOf)
      .option('--locked', 'apply the second filter before its main, too: nothing can be opened after that')
      .option('--ro <path>', 'a file or folder that it may read; may be repeated', gather)
      .option('--rw <dir>', 'the one folder in which it may make files')
      .option('--env <name=value>', 'a variable of its environment, which else has PATH and LANG; may be repeated', variableOf)
      .option('--memory <MB>', 'memory that it may take', wholeNumber('--memory', 1))
      .option('--deadline <S>', 'seconds after which it is killed', wholeNumber('--deadline', 1)),
  async run([verb, words], options, surface) {
    if (verb !== 'run') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "sandbox ${String(verb)}" as the verb must be "run"`);
    const given = options as Given;
    const program = await start(words as readonly string[], given).catch((error: unknown) => {
      const known = asHorngateError(error);
      if (!CONFINEMENT.includes(known.code)) throw error;
      process.stderr.write(`${describe(known)}\n`);
      return null;
    });
    if (program === null) return UNCONFINED;
    const { level, locked, missing } = program.posture;
    surface.tell(`confined at ${level} as ${program.posture.profile}${locked ? ', locked' : ''}`);
    for (const line of missing) surface.tell(`  missing: ${line}`);
    const { status, signal } = await attend(program, (given.deadline ?? DEFAULT_LIMITS.deadlineMs / 1000) * 1000, surface.tell);
    if (signal !== null) surface.tell(`killed by ${signal}${signal === 'SIGSYS' ? ': it made a system call that the policy has not' : ''}`);
    return status;
  },
});

/** LD_PRELOAD and the like speak to the dynamic loader, which is to load the lock first. */
const SPEAKS_TO_LOADER = /^(LD_|GLIBC_TUNABLES$)/;

async function start(words: readonly string[], given: Given): Promise<ConfinedProgram> {
  const { profile = given.locked === true ? 'runner' : 'reader', level = 'best', ro = [], rw, env = {}, memory, deadline } = given;
  const spoken = given.locked === true ? Object.keys(env).find((name) => SPEAKS_TO_LOADER.test(name)) : undefined;
  if (spoken !== undefined)
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--env ${spoken}=…" with "--locked" as it must not speak to the dynamic loader`);
  return runConfined({
    ...{ words, profile, level, ro, env },
    locked: given.locked === true,
    ...(rw === undefined ? {} : { rw }),
    ...(memory === undefined ? {} : { memoryBytes: memory * 2 ** 20 }),
    ...(deadline === undefined ? {} : { deadlineMs: deadline * 1000 }),
    ...{ home: homeFolder(), limits: DEFAULT_LIMITS, cwd: process.cwd(), path: process.env['PATH'] ?? '' },
  });
}

/** Hands our descriptors through, kills it at its deadline or when we are told to end, and waits for the last of its output. */
async function attend(program: ConfinedProgram, deadlineMs: number, tell: (text: string) => void): Promise<ProgramEnd> {
  const { stdin, stdout, stderr, ended } = program;
  stdin.on('error', () => undefined); // it need not read to the end
  process.stdin.pipe(stdin);
  const drained = [stdout, stderr].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  stdout.pipe(process.stdout, { end: false });
  stderr.pipe(process.stderr, { end: false });
  const timer = setTimeout(() => {
    tell(`HG_LIMIT_DEADLINE: Cannot go on with the program as it must end within ${deadlineMs / 1000} s: it did not`);
    program.kill();
  }, deadlineMs);
  const stop = (): void => program.kill();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    const end = await ended;
    await Promise.all(drained);
    return end;
  } finally {
    clearTimeout(timer);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
    process.stdin.unpipe(stdin);
    process.stdin.destroy();
  }
}

function profileOf(text: string): Profile {
  const profile = PROFILES.find((known) => known === text);
  if (profile !== undefined) return profile;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--profile ${text}" as it must be one of ${PROFILES.join(', ')}`);
}

/** L0 confines nothing, so that a program is never run at it. */
function levelOf(text: string): Level {
  const level = LEVELS.find((known) => known === text);
  if (level === 'L1' || level === 'L2' || level === 'L3') return level;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--level ${text}" as it must be L1, L2 or L3`);
}

function variableOf(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([^=\0]+)=([^\0]*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--env ${text}" as it must be NAME=VALUE`);
  return { ...before, [name]: value };
}
