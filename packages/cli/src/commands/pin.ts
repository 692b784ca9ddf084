import { basename, join } from 'node:path';
import { addPin, isPinName, movePin, type Pin } from '@horngate/core/confirm-hash';
import { printable } from '@horngate/core/render';
import { HorngateError } from '@horngate/core/words';
import { type KnownFile, knownFile, LOCK_NAME, lockThatVouches, pinModel, readLockOrNone, writeLockFile } from '@horngate/host';
import { type Common, defineCommand } from '../command.ts';
import { knownText } from '../known-text.ts';

interface PinOptions extends Common {
  readonly name?: string;
  readonly replace?: boolean;
}

/** `horngate pin PATH`: this is the model that is meant; from now on another one is refused. */
export const pinCommand = defineCommand({
  name: 'pin',
  summary: 'write into horngate.lock which model is meant, by digest',
  example: 'horngate pin models/digits.keras --name digits',
  opensModel: false,
  configure: (command) =>
    command
      .argument('<path>', 'a file, an architecture with its weights beside it, or a folder with all that is in it')
      .option('--name <name>', 'what the model is called (default: as its file)')
      .option('--lock <file>', 'the lock file (default: horngate.lock of the working folder or of its repository, else a new one here)')
      .option('--replace', 'move a pin that is there to what the model is now; what it was is kept beside it'),
  run([path], given, surface) {
    const options = given as PinOptions;
    const model = path as string;
    const lock = lockThatVouches(options.lock) ?? join(process.cwd(), LOCK_NAME);
    const name = options.name ?? basename(model).replace(/\.(?:keras|h5|json)$/, '');
    if (!isPinName(name))
      throw new HorngateError(
        'HG_USAGE_ARGUMENT',
        `Cannot pin "${model}" as "${name}" as a name must be of letters, digits, ".", "_", "-" and "/": give one by "--name"`,
      );
    const pin = pinModel(model, lock);
    const before = readLockOrNone(lock);
    const after = options.replace ? movePin(before, name, pin) : addPin(before, name, pin);
    if (after !== before) writeLockFile(lock, after);
    const known = pin.kind === 'file' ? knownFile(model) : undefined;
    surface.print(options.json ? document(lock, name, pin, after !== before, known) : text(lock, name, pin));
    if (known !== undefined) surface.tell(knownText(known));
    return 0;
  },
});

function document(lock: string, name: string, { path, kind, root, files }: Pin, changed: boolean, known: KnownFile | undefined): string {
  return `${JSON.stringify({ version: 1, lock, name, path, kind, root, files, changed, known: known ?? null })}\n`;
}

function text(lock: string, name: string, { root, files }: Pin): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return `${printable(name)} is ${root}: ${files.length === 1 ? 'one file' : `${files.length} files`} of ${bytes} bytes, pinned in ${printable(lock)}\n`;
}
