import type { Hdf5File } from '../artifact/hdf5/open-hdf5.ts';
import { walkHdf5 } from '../artifact/hdf5/walk-hdf5.ts';
import { EARLY } from '../keras/legacy/early-layout.ts';
import { quote } from '../scanner/quote.ts';
import { HorngateError } from '../words/error.ts';
import type { Dropped } from './dropped.ts';

/** A weights file, as it was written. */
export interface WrittenWeights {
  /** How the file is called. */
  readonly member: string;
  /** Below which the weights lie; '' for all of the file. */
  readonly root: string;
  /** Attributes that Keras writes there, and that mean nothing more or are written anew. */
  readonly own: RegExp;
  /** Whether a data set was asked for, by its path below the root. */
  has(path: string): boolean;
}

const PRIVATE = /(^|\/)_(query|key|value|output)_dense\//;

/** The layout of Keras 3. */
export const modernWeights = (member: string, has: (path: string) => boolean): WrittenWeights => ({
  member,
  root: '',
  own: /^(name|dtype)$/,
  has: (path) => has(path.replace(PRIVATE, '$1$2_dense/')),
});

/**
 * Names data sets, links and attributes of a weights file that no layer asked for: a soft link beside the weights, the state of an optimizer, a note.
 * A walk that a budget stops has named enough: nothing of the file but what was asked for is copied anyway.
 */
export function dropUnused(file: Hdf5File, { member, root, own, has }: WrittenWeights, dropped: Dropped): void {
  const early = file.root.children().has(EARLY); // other paths than those that layers ask by
  try {
    for (const visit of walkHdf5(file)) {
      if (visit.kind === 'anomaly' && ABOUT_THE_FILE.has(visit.anomaly.kind)) dropped.add(`${member}: ${visit.anomaly.message}`);
      if (!visit.path.startsWith(root)) continue;
      if (visit.kind === 'link') dropped.add(`${member} ${visit.path}: a link (${visit.link.kind})`);
      if (visit.kind !== 'object' || visit.object.kind === 'datatype') continue;
      const path = visit.path.slice(root.length).replace(/^\//, '');
      if (visit.object.kind === 'dataset' && !early && !has(path)) dropped.add(`${member} ${visit.path}`);
      for (const name of visit.object.attributes().keys()) if (!own.test(name)) dropped.add(`${member} ${visit.path}: the attribute ${quote(name)}`);
    }
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    dropped.add(`${member}: what was not looked at, since ${error.message}`);
  }
}

const ABOUT_THE_FILE: ReadonlySet<string> = new Set(['hdf5/hard-link-cycle', 'hdf5/trailing-data', 'hdf5/user-block']);
