import { dirname } from 'node:path';
import { DEFAULT_POLICY, HorngateError } from '@horngate/core/words';
import { homeFolder, makeFolder } from '@horngate/host';
import type { GetOptions } from '@horngate/trust/download';
import { type Common, defineCommand, digestOf, policyFrom, type Surface, wholeNumber } from '../command.ts';
import { getDocument, getText, quarantineDocument, quarantineText, unconfirmed } from '../get-text.ts';
import { secretFrom, withSecret } from '../secret.ts';
import { signatureVerifier } from '../signature-verifier.ts';
import { type PinTarget, pinReceived, pinTarget } from './get-pin.ts';

interface GetGiven extends Common {
  readonly digest?: string;
  readonly output?: string;
  readonly pin?: string;
  readonly lock?: string;
  readonly maxBytes?: number;
  readonly endpoint?: string;
  readonly signature?: string;
  readonly key?: string;
  readonly certificateRoots?: string;
  readonly identity?: string;
  readonly issuer?: string;
  readonly trustedRoot?: string;
  readonly list?: boolean;
  readonly clean?: boolean | string;
}

/** `horngate get SOURCE` downloads to quarantine; out of it only what something confirms. Exit: 0 confirmed, 1 it stays. */
export const getCommand = defineCommand({
  name: 'get',
  summary: 'download a model to quarantine, and let it out where a digest, a pin or a signature confirms it',
  example: 'horngate get hf:org/model@v1.0/model.keras --digest sha256:… --output model.keras',
  opensModel: false,
  configure: (command) => {
    command
      .argument('[source]', 'https://… or hf:owner/name[@revision][/path]')
      .option('--digest <digest>', 'what it must be, known from elsewhere: of one file, or the root of several')
      .option('--output <path>', 'where it goes once confirmed (default: its own name, in the working folder); nothing there is replaced')
      .option('--pin <name>', 'it must be what horngate.lock pins under this name; where it pins none yet, it does so once the model is confirmed')
      .option('--lock <file>', 'the lock file (default: horngate.lock of the working folder or of its repository)')
      .option('--signature <file>', 'an OpenSSF model signature that must be valid, with one of the next')
      .option('--key <file>', 'who must have signed: a public key, PEM')
      .option('--certificate-roots <file>', 'who must have signed: whoever has a certificate under one of these roots, PEM')
      .option('--identity <identity>', 'who must have signed, over Sigstore; with --issuer')
      .option('--issuer <url>', 'who must vouch for that identity')
      .option('--trusted-root <file>', 'the authorities and logs of that Sigstore instance')
      .option('--max-bytes <n>', 'bytes of all files together (default: 16 GiB)', wholeNumber('--max-bytes', 1))
      .option('--endpoint <origin>', 'another hub, for hf: sources (default: https://huggingface.co)')
      .option('--policy <file>', "the operator's policy, JSON: its trust.sources are origins that may be private")
      .option('--list', 'say what lies in quarantine')
      .option('--clean [id]', 'remove what lies in quarantine, or one of it');
    withSecret(command, 'token', "a token for the source's origin alone");
  },
  async run([source], options, surface) {
    const given = options as GetGiven;
    const home = makeFolder(homeFolder());
    const { cleanQuarantine, get, listQuarantine } = await import('@horngate/trust/download');
    if (given.clean !== undefined) cleanQuarantine(home, given.clean === true ? undefined : (given.clean as string));
    if (given.clean !== undefined || given.list)
      return told(surface, given.json ? quarantineDocument(listQuarantine(home)) : quarantineText(listQuarantine(home)));
    if (typeof source !== 'string') throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot get as a source must say from where: "https://…" or "hf:owner/name"');
    const pin = given.pin === undefined ? undefined : pinTarget(given.pin, given.lock);
    const received = await get(source, await optionsFrom(given, options, home, pin, surface));
    surface.progress.done();
    const pinned = pin !== undefined && received.output !== null && pinReceived(pin, { ...received, output: received.output });
    surface.print(given.json ? getDocument(received, pinned) : getText(received));
    if (received.output === null) process.stderr.write(`${unconfirmed(received)}\n`);
    else if (pinned) surface.tell(`Pinned as "${pin?.name}" in "${pin?.lock}"`);
    return received.output === null ? 1 : 0;
  },
});

function told(surface: Surface, text: string): number {
  surface.print(text);
  return 0;
}

async function optionsFrom(
  given: GetGiven,
  secrets: Readonly<Record<string, unknown>>,
  home: string,
  pin: PinTarget | undefined,
  { progress }: Surface,
): Promise<GetOptions> {
  const policy = given.policy === undefined ? DEFAULT_POLICY : policyFrom(given.policy);
  const output = given.output ?? pin?.place;
  if (output !== undefined && output === pin?.place) makeFolder(dirname(output));
  return {
    home,
    digest: digestOf(given.digest),
    pinned: pin?.root,
    signature: given.signature === undefined ? undefined : await signatureVerifier(given.signature, given),
    ...(output === undefined ? { into: process.cwd() } : { output }),
    maxBytes: given.maxBytes,
    token: secretFrom(secrets, 'token'),
    endpoint: given.endpoint,
    network: { sources: policy.trust.sources },
    onProgress: (bytes: number, total: number | undefined, path: string) => progress.part(total ? bytes / total : 0, `${path} ${(bytes / 1e6).toFixed(1)} MB`),
  };
}
