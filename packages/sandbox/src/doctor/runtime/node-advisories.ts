import { defineLine } from '../define-line.ts';
import { advised } from './advised.ts';

export const nodeAdvisories = defineLine({
  id: 'runtime/node-advisories',
  severity: 'high',
  about: 'Known advisories of the installed Node.js',
  why: 'Guests are Node.js, and so is what stands between them and the network.',
  fix: 'Update Node.js to the version that is named, or a later one of its line.',
  source: 'docs/advisories.md of Horngate',
  read: (host) => advised(host, /^node$/),
});
