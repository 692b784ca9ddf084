export * from './utf8.ts';
