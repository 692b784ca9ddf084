import { locallyConnected } from './base-locally-connected.ts';

/** `LocallyConnected2D` of Keras 2. */
export const locallyConnected2d = locallyConnected('LocallyConnected2D', 2);
