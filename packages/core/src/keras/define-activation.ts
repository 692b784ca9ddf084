import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';

/** One activation of Keras: a file, its test and one line in `activations/index.ts`. */
export interface ActivationDefinition {
  /** Name as Keras writes it (keras/src/activations/__init__.py). */
  readonly keras: string;
  /** Shape and dtype are kept unless the activation says otherwise. */
  lower(g: GraphBuilder, x: Value): Value;
}

export const defineActivation = (definition: ActivationDefinition): ActivationDefinition => definition;
