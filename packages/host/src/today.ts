/** The day in UTC, `YYYY-MM-DD`: what an operator's waivers end on. */
export const today = (): string => new Date().toISOString().slice(0, 10);
