import { refuse } from '../envelope/refuse.ts';
import type { Resource } from './manifest.ts';

/** Two entries for one place: Python's model-signing takes the last in silence, others the first. @throws HG_REFUSED_SIGNATURE */
export function once(resources: readonly Resource[]): readonly Resource[] {
  const seen = new Set<string>();
  for (const { path, start, end } of resources) {
    const place = `${path}:${start}:${end}`;
    if (seen.has(place)) refuse(`Cannot use a signature as it must list each file once: "${path}" comes twice`);
    seen.add(place);
  }
  return resources;
}
