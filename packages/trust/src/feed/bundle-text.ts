import type { BundledMetadata } from './feed-of.ts';

/** The source of `bundled.ts`, as `npm run feed` prints it. */
export const bundleText = (metadata: BundledMetadata): string => `import type { BundledMetadata } from './feed-of.ts';

/**
 * What this version was made with: signed metadata of the feed, whose target is \`writeSnapshot(BUNDLED)\` of core. Printed by \`npm run feed\`, never edited;
 * the private halves of its keys lie outside of this repository.
 */
export const BUNDLED_METADATA: BundledMetadata = {
${Object.entries(metadata)
  .map(([name, text]) => `  '${name}': ${JSON.stringify(text).replaceAll("'", "\\'").replace(/^"|"$/g, "'").replaceAll('\\"', '"')},`)
  .join('\n')}
};
`;
