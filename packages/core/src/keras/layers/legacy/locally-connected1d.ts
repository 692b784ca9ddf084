import { locallyConnected } from './base-locally-connected.ts';

/** `LocallyConnected1D` of Keras 2. */
export const locallyConnected1d = locallyConnected('LocallyConnected1D', 1);
