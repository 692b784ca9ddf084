import type { AnyOperation } from '../define-operation.ts';

const operations: readonly AnyOperation[] = [];

/** The operations that are compiled, sorted by file. */
export const OPERATIONS: ReadonlyMap<string, AnyOperation> = new Map(operations.map((definition) => [definition.keras, definition]));
