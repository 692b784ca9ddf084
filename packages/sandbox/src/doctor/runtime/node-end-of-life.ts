import { defineLine } from '../define-line.ts';

/** Days after which a major version gets no more fixes. @see schedule.json of nodejs/Release */
const ENDS: Readonly<Record<number, string>> = {
  18: '2025-04-30',
  19: '2023-06-01',
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
  26: '2029-04-30',
};

export const nodeEndOfLife = defineLine({
  id: 'runtime/node-end-of-life',
  severity: 'medium',
  about: 'Whether this Node.js still gets fixes',
  why: 'Guests are Node.js: faults that become known in its engine and parsers are not mended any more.',
  fix: 'Update to a version that is maintained (https://nodejs.org/en/about/previous-releases).',
  source: 'schedule.json of nodejs/Release',
  *read({ facts: { node, today } }) {
    const major = Number.parseInt(node.replace(/^v/, ''), 10);
    const end = ENDS[major] ?? (major < 18 ? '2023-09-11' : undefined);
    if (end !== undefined && today > end) yield { message: `Node.js ${node} has had no fixes since ${end}` };
  },
});
