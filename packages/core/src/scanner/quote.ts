const MAX_QUOTED = 80;

/** A value of the sender's in a message: quoted, cut, with control characters escaped. `renderText` escapes what else would act on a terminal. */
export function quote(value: unknown): string {
  if (typeof value === 'bigint') return String(value).slice(0, MAX_QUOTED);
  if (typeof value === 'string') return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}
