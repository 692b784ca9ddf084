/** By the names of model-signing, with those of OpenSSL; BLAKE3 is in neither OpenSSL nor Node. */
export const ALGORITHMS = { sha256: 'sha256', blake2b: 'blake2b512', blake3: undefined } as const;
export type Algorithm = keyof typeof ALGORITHMS;

export const DIGEST_BYTES: Readonly<Record<Algorithm, number>> = { sha256: 32, blake2b: 64, blake3: 32 };

export const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(ALGORITHMS, name);
