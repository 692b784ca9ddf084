import type { Policy } from '../words/policy.ts';

/** What a rendering needs beside the reports. */
export interface RenderOptions {
  /** Who says it. */
  readonly tool: { readonly name: string; readonly version: string };
  /** By which each report is judged. */
  readonly policy: Policy;
}
