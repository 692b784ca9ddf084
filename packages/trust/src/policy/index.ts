export { signatureVerifier } from './verifier.ts';
