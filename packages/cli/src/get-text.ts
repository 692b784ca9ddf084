import { printable } from '@horngate/core/render';
import { describe, HorngateError } from '@horngate/core/words';
import type { Quarantined, Received } from '@horngate/trust/download';

/** What came, for a person. */
export function getText({ source, revision, root, files, confirmedBy, output, left, quarantined }: Received): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const lines = [
    `source     ${printable(source)}${revision === null ? '' : ` at ${revision}`}`,
    `digest     ${root}`,
    `files      ${files.length}, ${bytes} bytes`,
    ...confirmedBy.map((one) => `confirmed  by its ${one.by}${one.by === 'signature' ? `, of ${printable(one.signer)}` : ''}`),
    ...(left.length === 0 ? [] : [`left out   ${left.map(printable).join(', ')}: nobody signed it`]),
    output === null ? `quarantine ${printable(quarantined)}` : `output     ${printable(output)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const refusal = ({ source, quarantined, root }: Received): HorngateError =>
  new HorngateError(
    'HG_REFUSED_UNCONFIRMED',
    `Cannot release "${printable(source)}" as a digest, a pin or a signature must confirm it: nothing does. Look at it with "horngate scan ${printable(quarantined)}"; ` +
      `if its publisher names ${root}, from another place than this source, get it again with "--digest ${root}"`,
  );

export const unconfirmed = (received: Received): string => describe(refusal(received));

export function getDocument(received: Received, pinned: boolean): string {
  const { code, message } = refusal(received);
  const error = received.output === null ? { code, message } : null;
  const { id, source, revision, kind, root, files, confirmedBy, output, left, quarantined } = received;
  const quarantine = output === null ? { id, path: quarantined } : null;
  return `${JSON.stringify({ version: 1, source, revision, kind, root, files, confirmedBy, output, left, pinned, quarantine, error }, null, 2)}\n`;
}

export const quarantineText = (all: readonly Quarantined[]): string =>
  all.length === 0
    ? 'Nothing lies in quarantine\n'
    : all
        .map(
          ({ id, folder, record }) => `${id}  ${record === undefined ? 'not whole' : `${record.root} ${printable(record.source)}`}\n  ${printable(folder)}\n`,
        )
        .join('');

export const quarantineDocument = (all: readonly Quarantined[]): string =>
  `${JSON.stringify({ version: 1, quarantine: all.map(({ record, ...one }) => ({ ...one, record: record ?? null })) }, null, 2)}\n`;
