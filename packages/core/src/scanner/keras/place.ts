import { pointerOf } from '../../artifact/json/pointer.ts';

/** Where a value stands, as a chain to the root: a pointer is written only for what is reported. */
export interface Place {
  readonly parent: Place | undefined;
  readonly token: string | number;
}

/** Longest pointer in a finding: keys are the sender's choice. */
const MAX_POINTER = 2048;

/** JSON pointer (RFC 6901); `more` are tokens below the place. */
export function pointerAt(place: Place | undefined, ...more: readonly (string | number)[]): string {
  const tokens: (string | number)[] = [];
  for (let at = place; at !== undefined; at = at.parent) tokens.push(at.token);
  const pointer = pointerOf([...tokens.reverse(), ...more]);
  return pointer.length > MAX_POINTER ? `${pointer.slice(0, MAX_POINTER)}…` : pointer;
}
