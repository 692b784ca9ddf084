import { HorngateError } from '@horngate/core/words';
import { openModel } from '@horngate/host';
import type { Surface } from '../command.ts';
import { smallFile } from '../secret.ts';
import { type Given, trustOf } from './verify-signature.ts';

interface Attested extends Given {
  readonly attestation?: string;
}

const MAX_BYTES = 16 * 2 ** 20;

/** `horngate verify MODEL --attestation FILE …`: exit 0 where whom you name attested something of exactly this model. */
export async function verifyAttestation(paths: readonly string[], given: Attested, surface: Surface): Promise<number> {
  const [model, ...more] = paths;
  if (model === undefined || more.length > 0) throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot verify an attestation as it must be of one model: name one');
  const { openAttestation } = await import('@horngate/trust/attestation');
  const { attestation, signer } = await openAttestation(smallFile(given.attestation as string, MAX_BYTES), await trustOf(given));
  const file = openModel(model);
  file.close();
  if (!attestation.subjects.includes(file.digest))
    throw new HorngateError(
      'HG_ARTIFACT_DIGEST',
      `Cannot use the attestation as it must be of ${file.digest}: it is of ${attestation.subjects[0] ?? 'nothing'}`,
    );
  if (given.json) surface.print(`${JSON.stringify({ version: 1, valid: true, ...attestation, signer })}\n`);
  else
    surface.print(
      `${attestation.kind} of ${file.digest}, ${attestation.time}${attestation.verdict === undefined ? '' : `, verdict ${attestation.verdict}`}${attestation.program === undefined ? '' : `, program ${attestation.program}`}\n`,
    );
  return 0;
}
