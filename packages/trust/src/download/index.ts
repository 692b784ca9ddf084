export type { Confirmation, ConfirmedBy, SignatureVerifier } from './confirmation.ts';
export { DEFAULT_MAX_BYTES, type GetOptions, get, type Received } from './get.ts';
export { type Network, networkOf } from './network.ts';
export { isPublicAddress } from './public-address.ts';
export { cleanQuarantine, listQuarantine, type Quarantined, type QuarantineRecord } from './quarantine.ts';
