export { type CallOptions, type Caps, Channel, DEFAULT_CAPS, type Peer, type Result } from './channel.ts';
export { type Capability, detect } from './detect.ts';
export { lockObjects } from './launcher/lock.ts';
export type { Hardware } from './layers/hardware/hardware.ts';
export { type OwnCopy, ownCopy } from './layers/hardware/own-copy.ts';
export type { GuestLimits } from './layers/limits/limits.ts';
export { checkPlatform, GUEST_UID, guestUid } from './platform.ts';
export { type Guest, type StagedGuest, type StartOptions, startGuest } from './start.ts';
