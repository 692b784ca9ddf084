import { defineLayer } from '../../define-layer.ts';

/** `keras.layers.Identity`: its inputs, each with its own mask (keras/src/layers/core/identity.py). */
export const identity = defineLayer({ keras: 'Identity', mask: 'own', maskSince: 3, config: () => ({}), lower: (_, inputs) => inputs });
