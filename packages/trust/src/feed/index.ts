export { BUNDLED_METADATA } from './bundled.ts';
export { type BundledMetadata, type Feed, feedOf } from './feed-of.ts';
export { type Refreshed, type RefreshOptions, refreshFeed } from './refresh-feed.ts';
