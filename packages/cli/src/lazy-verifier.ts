import type { SignatureVerifier } from '@horngate/core/words';

const loaded = async (): Promise<SignatureVerifier> => (await import('@horngate/trust/policy')).signatureVerifier;

/** The libraries of signatures are loaded where a policy asks for signatures, and nowhere else: they cost a start as much as a small model does. */
export const lazyVerifier: SignatureVerifier = {
  model: async (...given) => (await loaded()).model(...given),
  attestation: async (...given) => (await loaded()).attestation(...given),
};
