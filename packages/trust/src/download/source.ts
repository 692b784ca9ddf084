import { HorngateError } from '@horngate/core/words';

/** Where a model is to be had: one file at an address; or a repository of the Hugging Face hub, some of it or all. */
export type Source =
  | { readonly kind: 'address'; readonly url: URL }
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string; readonly path: string | undefined };

const HUB = /^hf:([A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95})(?:@([A-Za-z0-9][\w.-]{0,255}))?(?:\/(.{1,1000}))?$/;

/** Reads `https://…` or `hf:owner/name[@revision][/path]`. @throws HG_USAGE_ARGUMENT, which repeats nothing of an address that could be a secret */
export function readSource(text: string): Source {
  const [, repository, revision = 'main', path] = HUB.exec(text) ?? [];
  if (repository !== undefined && !repository.includes('..') && !revision.includes('..'))
    return { kind: 'hub', repository, revision, path: path?.replace(/\/$/, '') };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw wrong(text.split('?')[0] ?? '', 'be "https://…" or "hf:owner/name[@revision][/path]"');
  if (url.username !== '' || url.password !== '') throw wrong(`${url.protocol}//${url.host}…`, 'hold no user and no password (--token-env NAME reads a token)');
  url.hash = '';
  return { kind: 'address', url };
}

/** How a source is written down: without what follows `?`, which may be a signature that is somebody's. */
export const sourceText = (source: Source): string =>
  source.kind === 'address'
    ? `${source.url.origin}${source.url.pathname}`
    : `hf:${source.repository}${source.revision === 'main' ? '' : `@${source.revision}`}${source.path === undefined ? '' : `/${source.path}`}`;

const wrong = (shown: string, wanted: string): HorngateError =>
  new HorngateError('HG_USAGE_ARGUMENT', `Cannot get ${JSON.stringify(shown.slice(0, 300))} as a source must ${wanted}`);
