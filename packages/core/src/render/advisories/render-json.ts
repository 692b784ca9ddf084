import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import { BUNDLED_ORIGIN } from '../../updates/origin.ts';
import type { AdvisoryRenderOptions } from './options.ts';

/** The JSON of `advisories check`: one document, whose form stays. `snapshot.root` is what the root of trust says of itself: `development` until a release signs. */
export function renderAdvisoriesJson(report: AdvisoryReport, { tool: { name, version }, origin = BUNDLED_ORIGIN }: AdvisoryRenderOptions): string {
  const { snapshot, ...answers } = report;
  return `${JSON.stringify({ version: 1, tool: { name, version }, snapshot: { ...snapshot, ...origin, unsigned: origin.unsigned ?? null }, ...answers }, null, 2)}\n`;
}
