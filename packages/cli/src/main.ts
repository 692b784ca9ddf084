import { asHorngateError, describe, exitOf, HorngateError } from '@horngate/core/words';
import { Command, CommanderError } from 'commander';
import type { Common, HorngateCommand, Surface } from './command.ts';
import { COMMANDS, LATER } from './commands/index.ts';
import { configure, type House } from './context.ts';
import { progressOn } from './progress.ts';
import { TOOL } from './version.ts';

/** Runs one command line. @returns the exit status. */
export async function main(argv: readonly string[], house?: House): Promise<number> {
  if (house !== undefined) configure(house);
  const json = argv.includes('--json') || argv.join(' ').includes('--format json') || argv.includes('--format=json');
  let status = 0;
  const program = programOf(async (command, args, options) => {
    status = await run(command, args, options);
  });
  try {
    if (LATER.has(argv[0] ?? '')) throw new HorngateError('HG_UNSUPPORTED_COMMAND', `Cannot run "${argv[0]}" as it is not built yet`);
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    return failed(error, json);
  }
}

async function run(command: HorngateCommand, args: readonly unknown[], options: Common & Readonly<Record<string, unknown>>): Promise<number> {
  const quiet = options.quiet === true;
  const progress = progressOn(process.stderr, quiet);
  const surface: Surface = {
    print: (text) => void process.stdout.write(text),
    tell: (text) => void (quiet || process.stderr.write(`${text}\n`)),
    progress,
  };
  try {
    return await command.run(args, options, surface);
  } finally {
    progress.done();
  }
}

/** Commander's own complaints are usage errors; `--help` and `--version` are none. */
function failed(error: unknown, json: boolean): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const known = error instanceof CommanderError ? new HorngateError('HG_USAGE_ARGUMENT', error.message.replace(/^error: /, '')) : asHorngateError(error);
  process.stderr.write(`${describe(known)}\n`);
  if (known.code === 'HG_INTERNAL' && process.env['HORNGATE_DEBUG'] && known.cause instanceof Error) process.stderr.write(`${known.cause.stack}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ version: 1, error: { code: known.code, message: known.message, where: known.where } })}\n`);
  return exitOf(known.code);
}

type Run = (command: HorngateCommand, args: readonly unknown[], options: Common & Readonly<Record<string, unknown>>) => Promise<void>;

function programOf(run: Run): Command {
  const program = new Command(TOOL.name)
    .description("Run Keras models that you don't trust, on data that you must not leak, for tenants that must not meet")
    .version(TOOL.version, '--version')
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .configureOutput({ writeErr: () => undefined })
    .exitOverride();
  program.action(() => {
    throw new HorngateError(
      'HG_USAGE_ARGUMENT',
      program.args.length === 0
        ? 'Cannot run without a command: see "horngate --help"'
        : `Cannot run "${program.args[0]}" as it is no command: see "horngate --help"`,
    );
  });
  program.argument('[command]').allowExcessArguments();
  for (const command of COMMANDS) add(program, command, run);
  return program;
}

function add(program: Command, command: HorngateCommand, run: Run): void {
  const sub = program
    .command(command.name)
    .summary(command.summary)
    .description(command.summary)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption('--help', 'show this help')
    .allowExcessArguments(false);
  command.configure(sub);
  if (command.opensModel)
    sub
      .option('--policy <file>', "the operator's policy, JSON")
      .option(
        '--sandbox <level>',
        'L1: without namespaces; L2: at least this level; L0: unconfined, for hosts without Linux (default: the best that this host reaches)',
      );
  if (command.loadsModel)
    sub
      .option('--lock <file>', 'a lock file, which must pin the model (default: those that are found hold what they pin)')
      .option('--signature <file...>', 'signatures and attestations (*.att.json), where the policy asks for any, beside those that lie with the model');
  sub.option('--json', 'one JSON document on stdout').option('--quiet', 'no progress and no messages').version(TOOL.version, '--version');
  sub.addHelpText('after', `\nExample:\n  ${command.example}`);
  sub.action((...given: unknown[]) => run(command, given.slice(0, -2), given.at(-2) as Common & Readonly<Record<string, unknown>>));
}
