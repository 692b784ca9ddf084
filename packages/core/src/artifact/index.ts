export * from './cursor.ts';
export * from './source.ts';
export * from './zip/crc32.ts';
export * from './zip/inflate.ts';
