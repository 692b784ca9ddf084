import type { Graph } from '../values.ts';
import { dropIdentities } from './drop-identities.ts';
import { foldPads } from './fold-pads.ts';
import { foldScales } from './fold-scales.ts';
import { fuseClips } from './fuse-clips.ts';
import { mergeReshapes } from './merge-reshapes.ts';
import { prune } from './prune.ts';
import { shieldResizes } from './shield-resizes.ts';
import { sinkTransposes } from './sink-transposes.ts';
import { spellPads } from './spell-pads.ts';
import { verify } from './verify.ts';

/** The passes in their order; each is a pure function, and the graph is verified behind each. */
const PASSES = { prune, dropIdentities, fuseClips, sinkTransposes, foldPads, foldScales, mergeReshapes, spellPads, shieldResizes } as const;

/**
 * The same function of the same inputs with fewer nodes. Numbers differ by rounding only where a scale was folded into a convolution.
 *
 * @throws HG_INTERNAL when a pass breaks the graph.
 */
export function optimise(graph: Graph): Graph {
  verify(graph);
  let better = graph;
  for (const [name, pass] of Object.entries(PASSES)) {
    better = prune(pass(better));
    verify(better, name);
  }
  return better;
}
