import { type Justification, knowledgeOf } from '../knowledge.ts';
import type { Snapshot } from '../snapshot.ts';
import { type Named, named } from './known.ts';

/** What an advisory about other software means for the engine of this house. Without a reason of ours the question is open. */
export type EngineStatement = Named &
  ({ readonly status: 'not_affected'; readonly justification: Justification; readonly because: string } | { readonly status: 'under_investigation' });

/** Of advisories about what reads models; those about our own installation are answered by version. */
export function engineAnswer({ advisories }: Snapshot): readonly EngineStatement[] {
  const statements = new Map<string, EngineStatement>();
  for (const record of advisories) {
    const { engine } = knowledgeOf(record);
    const about = named(record);
    if (engine !== undefined) statements.set(about.id, { ...about, status: 'not_affected', ...engine });
    else if (!statements.has(about.id) && !ours(record.affected ?? [])) statements.set(about.id, { ...about, status: 'under_investigation' });
  }
  return [...statements.values()];
}

/** Packages of npm and Node.js itself: what this house is made of. */
const ours = (affected: readonly { readonly package?: { readonly ecosystem: string } }[]): boolean =>
  affected.length > 0 && affected.every(({ package: about }) => about?.ecosystem === 'npm' || about?.ecosystem === 'Bitnami');
