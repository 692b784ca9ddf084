export { BUNDLED_METADATA } from './bundled.ts';
export { type BundledMetadata, type Feed, feedOf } from './feed-of.ts';
export { type Known, knownAdvisories } from './known-advisories.ts';
export { type Refreshed, type RefreshOptions, refreshFeed } from './refresh-feed.ts';
export { dropUnsigned, takeUnsigned, type Unsigned } from './unsigned.ts';
