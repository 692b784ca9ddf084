export { type CallOptions, type Caps, Channel, DEFAULT_CAPS, type Peer, type Result } from './channel.ts';
