import type { AnyLayer } from '../define-layer.ts';
import { dense } from './core/dense.ts';

/** The layers that are compiled, sorted by file: widening the allow-list is one line here. */
export const LAYERS: ReadonlyMap<string, AnyLayer> = new Map([dense].map((definition) => [definition.keras, definition]));
