export * from './ecdsa.ts';
export * from './envelope.ts';
export * from './field.ts';
export * from './pae.ts';
export * from './read-strict.ts';
export * from './statement.ts';
