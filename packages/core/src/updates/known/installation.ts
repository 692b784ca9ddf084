import type { OsvRecord } from '../osv/record.ts';
import { advisory, type Row } from './advisory.ts';

const JANUARY = 'release notes of Node.js, 13 January 2026';

/** Advisories of what this house itself runs on. Bitnami is the ecosystem of OSV that gives Node.js a name and versions. */
const ROWS: readonly Row[] = [
  {
    id: 'GHSA-54xq-cgqr-rpm3',
    related: ['CVE-2023-4863'],
    severity: 'high',
    summary: 'libwebp in sharp overflows its heap for a crafted image',
    affected: [{ ecosystem: 'npm', name: 'sharp', versions: [['0', '0.32.6']] }],
    sources: [{ by: 'GitHub advisory', says: 'before 0.32.6' }],
  },
  {
    id: 'CVE-2025-59465',
    severity: 'high',
    summary: 'A malformed frame of HTTP/2 ends a server of Node.js',
    affected: [
      {
        ecosystem: 'Bitnami',
        name: 'node',
        versions: [
          ['20.0.0', '20.20.0'],
          ['22.0.0', '22.22.0'],
          ['24.0.0', '24.13.0'],
          ['25.0.0', '25.3.0'],
        ],
      },
    ],
    sources: [{ by: JANUARY, says: 'mended in 20.20.0, 22.22.0, 24.13.0 and 25.3.0' }],
  },
];

export const INSTALLATION: readonly OsvRecord[] = ROWS.map(advisory);
