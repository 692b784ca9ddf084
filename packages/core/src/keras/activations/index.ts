import type { ActivationDefinition } from '../define-activation.ts';
import { linear } from './linear.ts';
import { relu } from './relu.ts';

/** The activations that are compiled, sorted: adding one is one line here. */
export const ACTIVATIONS: ReadonlyMap<string, ActivationDefinition> = new Map([linear, relu].map((definition) => [definition.keras, definition]));
