import { arrangement } from './arrangement.ts';
import { elementwise } from './elementwise.ts';
import { neural } from './neural.ts';
import type { Operator } from './operator.ts';

/** The operator table, by name: the allow-list of everything that a Program may hold. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([...arrangement, ...elementwise, ...neural].map((operator) => [operator.name, operator]));
