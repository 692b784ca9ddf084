import { type Digest, HorngateError } from '@horngate/core/words';
import type { QuarantineRecord } from './quarantine.ts';

/** What the caller trusts to confirm a download. Each that is given must agree; one is enough to leave quarantine. */
export interface Confirmation {
  /** Known from elsewhere than the source: of one file, or the root of several. */
  readonly digest?: Digest | undefined;
  /** The root that a lock pins. */
  readonly pinned?: Digest | undefined;
  /** Verifies a signature over what lies in quarantine. @returns who signed. @throws where it is not valid, or the signer not trusted */
  readonly signature?: SignatureVerifier | undefined;
}

/** The port of `model-signing`. */
export type SignatureVerifier = (model: { readonly path: string; readonly kind: 'file' | 'folder' }) => Promise<Signed>;

export interface Signed {
  readonly signer: string;
  /** Files that the signature says nothing of: by a signature alone they do not leave. */
  readonly uncovered: readonly string[];
}

export type ConfirmedBy = { readonly by: 'digest' | 'pin' } | ({ readonly by: 'signature' } & Signed);

/**
 * What confirms a download; empty where nothing does, and it stays. That the source says the same digest twice, in a listing or a header, confirms nothing: whoever
 * changes the file changes that too.
 *
 * @param path - the file, or the folder, in quarantine
 * @throws HG_ARTIFACT_DIGEST with both digests; what the verifier throws
 */
export async function confirm({ root, kind, source }: QuarantineRecord, path: string, trusted: Confirmation): Promise<readonly ConfirmedBy[]> {
  const confirmed: ConfirmedBy[] = [];
  for (const [by, wanted] of [
    ['digest', trusted.digest],
    ['pin', trusted.pinned],
  ] as const) {
    if (wanted === undefined) continue;
    if (wanted !== root)
      throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot release "${source}" as it must be ${wanted}: it is ${root}, and stays in quarantine at "${path}"`);
    confirmed.push({ by });
  }
  if (trusted.signature !== undefined) confirmed.push({ by: 'signature', ...(await trusted.signature({ path, kind })) });
  return confirmed;
}

/** Whether a file may leave: a digest binds all files, a signature those that it covers. */
export const covers = (confirmedBy: readonly ConfirmedBy[], path: string): boolean =>
  confirmedBy.some((one) => one.by !== 'signature' || !one.uncovered.includes(path));
