import { HorngateError } from '@horngate/core/words';
import type { Curve } from '@horngate/trust/model-signing';
import { defineCommand } from '../command.ts';
import { type SecretOptions, secretFrom, withSecret } from '../secret.ts';

interface KeyOptions extends SecretOptions {
  readonly curve: string;
  readonly json?: boolean;
}

/** `horngate key new OUT.pem`: a private key to sign models with; its public key beside it. */
export const keyCommand = defineCommand({
  name: 'key',
  summary: 'make a key to sign models with',
  example: 'horngate key new mine.pem   # writes mine.pem, which only you may read, and mine.pub.pem, for those who verify',
  opensModel: false,
  configure: (command) =>
    void withSecret(
      command
        .argument('<what>', 'new')
        .argument('<out>', 'the private key, PEM; a file that is there is never overwritten')
        .option('--curve <curve>', 'P-256, P-384 or P-521', 'P-256'),
      'passphrase',
      'encrypts the private key',
    ),
  async run([what, out], given, surface) {
    const options = given as unknown as KeyOptions;
    if (what !== 'new') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot run "key ${what}" as it must be "key new"`);
    const { CURVES, keyHint, newKey, readPublicKey, writeNew } = await import('@horngate/trust/model-signing');
    if (!Object.hasOwn(CURVES, options.curve))
      throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--curve ${options.curve}" as it must be one of ${Object.keys(CURVES).join(', ')}`);
    const pem = newKey(out as string, options.curve as Curve, secretFrom(options, 'passphrase'));
    const beside = `${String(out).replace(/\.pem$/, '')}.pub.pem`;
    writeNew(beside, pem);
    const hint = keyHint(readPublicKey(pem, beside));
    if (options.json) surface.print(`${JSON.stringify({ version: 1, privateKey: out, publicKey: beside, curve: options.curve, hint })}\n`);
    else surface.tell(`${out}: the private key, for you alone\n${beside}: the public key, for those who verify\nhint ${hint}`);
    return 0;
  },
});
