/** Loaded late, by `scan` alone: SARIF describes every rule, and so loads all tables, a third of the command. */
export { renderCycloneDx as cyclonedx, renderJson as json, renderSarif as sarif, renderText as text } from '@horngate/core/render';
