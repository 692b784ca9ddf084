import { printable } from '@horngate/core/render';
import type { Signer, Verification } from '@horngate/trust/model-signing';

const KINDS = { changed: 'has other bytes than were signed', missing: 'was signed, and is not there', unlisted: 'is there, and nobody signed it' };
/** Lines of one kind; the JSON has all. */
const MOST = 50;

/** A verification for a person: what was found first, then who signed, then what was not looked at. It says what was signed, never that it is good. */
export function verificationText(model: string, found: Verification): string {
  const lines = [
    `${printable(model)}: ${found.valid ? 'is what was signed' : 'HG_ARTIFACT_DIGEST: is not what was signed'}`,
    ...shown(found.differences, ({ path, kind }) => `  ${printable(path)} ${KINDS[kind]}`),
    `signed by ${signerText(found.signer)}`,
    `signed ${found.root}, ${found.files} ${found.files === 1 ? 'file' : 'files'}, ${found.algorithm}${found.method === 'shards' ? ' by shards' : ''}, form ${found.format}`,
    ...listed('not looked at', found.ignored),
    ...listed('the signer asks not to look at', found.ignoreList),
    ...(found.valid ? listed('not covered', found.unlisted) : []),
    ...found.warnings.map((warning) => `note: ${printable(warning)}`),
    'A signature says who answers for the files, and nothing about what they do',
  ];
  return `${lines.join('\n')}\n`;
}

function shown<T>(items: readonly T[], line: (item: T) => string): string[] {
  const more = items.length - MOST;
  return [...items.slice(0, MOST).map(line), ...(more > 0 ? [`  and ${more} more`] : [])];
}

const listed = (title: string, paths: readonly string[]): string[] =>
  paths.length === 0 ? [] : [`${title}: ${paths.slice(0, MOST).map(printable).join(', ')}${paths.length > MOST ? `, and ${paths.length - MOST} more` : ''}`];

export function signerText(signer: Signer): string {
  if (signer.mode === 'key') return `the key ${signer.hint}`;
  if (signer.mode === 'certificate')
    return `${printable(signer.subject.replaceAll('\n', ', '))}, certificate ${signer.fingerprint}, under the root ${signer.root}`;
  return `${printable(signer.identity)}, for whom ${printable(signer.issuer)} vouched; trusted root: ${printable(signer.trustedRoot.source)}, keys up to ${signer.trustedRoot.asOf}`;
}
