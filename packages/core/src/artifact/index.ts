export * from './cursor.ts';
export * from './json/json.ts';
export * from './json/pointer.ts';
export * from './json/read-json.ts';
export * from './source.ts';
export * from './zip/crc32.ts';
export * from './zip/inflate.ts';
