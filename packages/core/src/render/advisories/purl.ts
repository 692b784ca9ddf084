import type { Installed } from '../../updates/osv/record.ts';

const TYPES: Readonly<Record<string, string>> = { PyPI: 'pypi', npm: 'npm', Bitnami: 'bitnami', 'crates.io': 'cargo' };

/** Package URL (https://github.com/package-url/purl-spec) of something installed. */
export function packageUrl({ ecosystem, name, version }: Installed): string {
  const path = name.split('/').map(encoded).join('/').replaceAll('@', '%40');
  return `pkg:${TYPES[ecosystem] ?? 'generic'}/${ecosystem === 'PyPI' ? path.toLowerCase().replaceAll('_', '-') : path}@${encoded(version)}`;
}

/** Package URL of a file by its digest. */
export const fileUrl = ({ path, subject }: { readonly path: string; readonly subject: string }): string =>
  `pkg:generic/${encoded(baseName(path))}?checksum=${subject}`;

export const baseName = (path: string): string => path.split('/').findLast((part) => part !== '') ?? 'file';

/** Package URL of the engine of this house. */
export const engineUrl = (version: string): string => `pkg:npm/horngate@${encoded(version)}`;

/** Half of a character, as a file system or a hostile lock file may hold it, cannot be encoded, and is replaced. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
