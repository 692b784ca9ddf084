export * from './define-check.ts';
export * from './rules/index.ts';
export * from './scan.ts';
export type { ScanPorts } from './scope.ts';
export * from './subjects.ts';
export { isWholeKind, type WholeKind } from './whole/scan-whole.ts';
