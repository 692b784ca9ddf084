import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import type { AdvisoryRenderOptions } from './options.ts';

/** The JSON of `advisories check`: one document, whose form stays. Until a release signs its snapshots, the root of trust is marked `development`. */
export function renderAdvisoriesJson(report: AdvisoryReport, { tool: { name, version } }: AdvisoryRenderOptions): string {
  const { snapshot, ...answers } = report;
  return `${JSON.stringify({ version: 1, tool: { name, version }, snapshot: { ...snapshot, root: 'development' }, ...answers }, null, 2)}\n`;
}
