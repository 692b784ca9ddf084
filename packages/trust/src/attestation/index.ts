export { openAttestation } from './open-attestation.ts';
export { attest, type Claim } from './write-attestation.ts';
