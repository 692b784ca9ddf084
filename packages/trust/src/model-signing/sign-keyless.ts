import { HorngateError } from '@horngate/core/words';
import { IN_TOTO } from '../envelope/envelope.ts';
import { type NewSignature, type SignOptions, statementOf } from './sign-model.ts';

/** A Sigstore instance; the public one where these are absent. */
export interface KeylessEndpoints {
  readonly fulcioUrl?: string;
  readonly rekorUrl?: string;
}

/**
 * Signs by an identity: a key that lives for this call alone, a certificate for it from Fulcio by an identity token, an entry in the log of Rekor. The identity
 * of the token and the digests of the model become public, for ever.
 *
 * @throws as `statementOf`; HG_UNAVAILABLE_SIGSTORE where the instance does not answer as it must.
 */
export async function signKeyless(root: string, identityToken: string, endpoints: KeylessEndpoints = {}, options: SignOptions = {}): Promise<NewSignature> {
  const { payload, ...said } = await statementOf(root, options);
  // Loaded here alone: it brings an HTTP client along.
  const { DEFAULT_FULCIO_URL, DEFAULT_REKOR_URL, DSSEBundleBuilder, FulcioSigner, RekorWitness } = await import('@sigstore/sign');
  const { bundleToJSON } = await import('@sigstore/bundle');
  const { fulcioUrl = DEFAULT_FULCIO_URL, rekorUrl = DEFAULT_REKOR_URL } = endpoints;
  const builder = new DSSEBundleBuilder({
    signer: new FulcioSigner({ fulcioBaseURL: fulcioUrl, identityProvider: { getToken: async () => identityToken } }),
    witnesses: [new RekorWitness({ rekorBaseURL: rekorUrl, entryType: 'dsse' })],
  });
  try {
    return { ...said, text: JSON.stringify(bundleToJSON(await builder.create({ data: payload, type: IN_TOTO }))) };
  } catch (cause) {
    throw new HorngateError(
      'HG_UNAVAILABLE_SIGSTORE',
      `Cannot sign by an identity as "${fulcioUrl}" and "${rekorUrl}" must answer: ${(cause as Error).message}`,
      { cause },
    );
  }
}
