import { type Common, defineCommand } from '../command.ts';

/** `horngate verify`: with `--signature` who signed a model, else what the lock file pins. */
export const verifyCommand = defineCommand({
  name: 'verify',
  summary: 'confirm that a model is the one that was signed or pinned',
  example: 'horngate verify model.keras --signature model.keras.sig --key mine.pub.pem',
  opensModel: false,
  configure: (command) =>
    command
      .argument('[path...]', 'a model; without one, and without --signature, all of horngate.lock')
      .option(
        '--lock <file>',
        'without --signature: the lock file (default: horngate.lock of the working folder or of its repository; never one beside a model)',
      )
      .option('--signature <file>', 'an OpenSSF model signature, by Horngate or by model-signing')
      .option('--attestation <file>', 'an attestation of this model, by "horngate sign --attest"')
      .option('--key <file>', 'who must have signed: a public key, PEM')
      .option('--certificate-roots <file>', 'who must have signed: whoever has a certificate under one of these roots, PEM')
      .option('--identity <identity>', 'who must have signed, over Sigstore: exactly this identity, such as an address')
      .option('--issuer <url>', 'who must vouch for that identity')
      .option('--trusted-root <file>', 'the authorities and logs of that Sigstore instance (default: the public one, as of this release)')
      .option('--ignore <path...>', 'paths in the model that are not to be looked at')
      .option('--strict', 'nothing may be left unsaid: no ignore list beyond the signature and git, no links; no file without a pin'),
  async run([paths], given, surface) {
    const options = given as Common & { readonly signature?: string; readonly attestation?: string };
    if (options.attestation !== undefined) return (await import('./verify-attestation.ts')).verifyAttestation(paths as readonly string[], options, surface);
    if (options.signature !== undefined) return (await import('./verify-signature.ts')).verifySignature(paths as readonly string[], options, surface);
    return (await import('./verify-lock.ts')).verifyLock(paths as readonly string[], options, surface);
  },
});
