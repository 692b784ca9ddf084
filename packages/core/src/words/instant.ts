/** A second in UTC as RFC 3339 writes it, in one form alone: `2026-11-24T20:00:00Z`. Instants of this form are ordered as texts are. */
export type Instant = string;

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/** One that exists: the 31st of April would compare as one, and never come. No leap seconds: clocks of computers have none. */
export const isInstant = (value: unknown): value is Instant => typeof value === 'string' && value.length === 20 && partsOf(value) !== undefined;

/** Seconds since the epoch. @param instant - `isInstant` has said so. */
export function secondsOf(instant: Instant): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = partsOf(instant) ?? [];
  return daysBefore(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

function partsOf(text: string): number[] | undefined {
  const parts = FORM.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  return isDate(year, month, day) && hour < 24 && minute < 60 && second < 60 ? parts : undefined;
}

/** Whether a day is in the Gregorian calendar. */
export function isDate(year: number, month: number, day: number): boolean {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

/** Days from 1970-01-01, counted in years that begin in March, so that a leap day is the last. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + ofYear - 719_468;
}
