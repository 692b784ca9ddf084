import { configure, type House } from './context.ts';

/** Runs one command line. @returns the exit status. */
export async function main(argv: readonly string[], house?: House): Promise<number> {
  if (house !== undefined) configure(house);
  if (argv[0] === '--version') {
    process.stdout.write('0.1.0\n');
    return 0;
  }
  process.stderr.write('HG_UNSUPPORTED_COMMAND: The command is not built yet\n');
  return 4;
}
