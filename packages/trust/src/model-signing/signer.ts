import type { KeyObject, X509Certificate } from 'node:crypto';
import type { TrustedRoot } from './trusted-root.ts';

/** Whom a caller trusts to sign; there is no default. */
export type Trust =
  | { readonly mode: 'key'; readonly key: KeyObject }
  | { readonly mode: 'certificate'; readonly roots: readonly X509Certificate[] }
  | { readonly mode: 'keyless'; readonly identity: string; readonly issuer: string; readonly trustedRoot?: TrustedRoot };

/** Who signed, as it was verified. */
export type Signer =
  /** SHA-256 of the PEM text of the public key, as model-signing writes it. */
  | { readonly mode: 'key'; readonly hint: string }
  /** SHA-256 of the leaf and of the root that was trusted. */
  | { readonly mode: 'certificate'; readonly subject: string; readonly fingerprint: string; readonly root: string }
  | { readonly mode: 'keyless'; readonly identity: string; readonly issuer: string; readonly trustedRoot: { readonly source: string; readonly asOf: string } };
