import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACKS, GOOD } from './attacks.testing.ts';
import { writeFiles } from './feed.testing.ts';

/** A name as a folder. */
export const folderOf = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** All attacks, and what must be taken, as `conformance/feed/read.py` reads them. */
export function writeCases(folder: string): void {
  for (const [name, { root, before, last }] of Object.entries({ ...ATTACKS, ...GOOD })) {
    const place = join(folder, folderOf(name));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'root.json'), root);
    for (const [index, files] of [...before, last].entries()) writeFiles(join(place, String(index)), files);
  }
}
