export type { AdvisoryRenderOptions } from './options.ts';
export { renderCsaf } from './render-csaf.ts';
export { renderAdvisoriesJson } from './render-json.ts';
export { renderOpenVex } from './render-openvex.ts';
export { renderAdvisoriesOsv } from './render-osv.ts';
export { renderAdvisoriesText } from './render-text.ts';
