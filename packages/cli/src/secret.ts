import { readFileSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';
import type { Command } from 'commander';

/** A secret is never an argument: those are seen by every process of the host, and stay in the history of the shell. */
export type SecretOptions = Readonly<Record<string, unknown>>;

const MAX_BYTES = 64 * 1024;

/** Adds `--NAME-env VARIABLE` and `--NAME-file FILE` to a command; `/dev/fd/3` is a file too. */
export const withSecret = (command: Command, name: string, does: string): Command =>
  command
    .option(`--${name}-env <variable>`, `${does}: the name of the environment variable that holds it`)
    .option(`--${name}-file <file>`, `${does}: a file that holds it, without its last newline; /dev/fd/3 works`);

/** @returns undefined where none was asked for. @throws HG_USAGE_ARGUMENT for both ways at once, or a variable that is not set or empty; HG_NOT_FOUND, HG_LIMIT_BYTES */
export function secretFrom(options: SecretOptions, name: string): string | undefined {
  const [variable, file] = [options[camel(`${name}-env`)], options[camel(`${name}-file`)]] as (string | undefined)[];
  if (variable !== undefined && file !== undefined)
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--${name}-env" and "--${name}-file" together as one of them must say it`);
  const secret = variable === undefined ? file && fromFile(file) : (process.env[variable] ?? '');
  if (secret === '') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use the ${name} as it must not be empty: "${variable ?? file}" holds none`);
  return secret;
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function fromFile(path: string): string {
  const bytes = smallFile(path, MAX_BYTES);
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}

/** A file of the operator's, whole. @throws HG_NOT_FOUND, HG_LIMIT_BYTES */
export function smallFile(path: string, maxBytes: number): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open "${path}" as it must be there and readable: ${(error as NodeJS.ErrnoException).code}`);
  }
  if (bytes.length > maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "${path}" as it must have at most ${maxBytes} bytes: it has ${bytes.length}`);
  return bytes;
}
