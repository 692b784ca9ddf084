/** Loaded late, by `advisories` alone. */
export {
  renderAdvisoriesJson as json,
  renderAdvisoriesOsv as osv,
  renderAdvisoriesText as text,
  renderCsaf as csaf,
  renderOpenVex as openvex,
} from '@horngate/core/render/advisories';
