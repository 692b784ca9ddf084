import type { HorngateCommand } from '../command.ts';
import { advisoriesCommand } from './advisories.ts';
import { checkCommand } from './check.ts';
import { convertCommand } from './convert.ts';
import { disarmCommand } from './disarm.ts';
import { doctorCommand } from './doctor.ts';
import { getCommand } from './get.ts';
import { guestCommand } from './guest.ts';
import { inspectCommand } from './inspect.ts';
import { keyCommand } from './key.ts';
import { pinCommand } from './pin.ts';
import { runCommand } from './run.ts';
import { sandboxCommand } from './sandbox.ts';
import { scanCommand } from './scan.ts';
import { signCommand } from './sign.ts';
import { verifyCommand } from './verify.ts';

/** The commands that are built, in the order of `--help`. */
export const COMMANDS: readonly HorngateCommand[] = [
  scanCommand,
  inspectCommand,
  runCommand,
  checkCommand,
  convertCommand,
  disarmCommand,
  getCommand,
  pinCommand,
  advisoriesCommand,
  keyCommand,
  signCommand,
  verifyCommand,
  doctorCommand,
  sandboxCommand,
  guestCommand,
];

/** Commands of the contract that are not built yet: absent from `--help`, exit 4. */
export const LATER: ReadonlySet<string> = new Set('sanitize fuzz privacy update serve tenant token model quota audit disclosure view assess'.split(' '));
