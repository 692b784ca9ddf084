export * from './order.ts';
export * from './osv/match.ts';
export { readOsv } from './osv/read-osv.ts';
export * from './osv/record.ts';
export * from './pep440.ts';
export * from './semver.ts';
