export * from './options.ts';
export * from './printable.ts';
export * from './render-cyclonedx.ts';
export * from './render-json.ts';
export * from './render-sarif.ts';
export * from './render-text.ts';
