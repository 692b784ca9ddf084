import type { X509Certificate } from 'node:crypto';
import { isSigningKey } from '../../envelope/ecdsa.ts';
import { refuse } from '../../envelope/refuse.ts';
import { type Constraints, constraintsOf, isStrong } from './certificate.ts';

const MAX_DEPTH = 8;
/** Certificates that issue each other would make a search by depth alone factorial. */
const MAX_STEPS = 256;
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

/** A chain that was checked, from the leaf to a root that the caller gave. */
export interface Chain {
  readonly leaf: X509Certificate;
  readonly root: X509Certificate;
}

/**
 * That a leaf was issued, over any of the certificates beside it, under one of `roots` (RFC 5280, 6.1): signatures, validity, CA, path length, key usage.
 *
 * All are checked at the leaf's `notBefore`, as model-signing does: a key may sign until the leaf expires, and the model stays verifiable afterwards. Nothing is
 * asked of a revocation list. Of `roots`, those that are self-issued are trusted, the others only help to build the chain, as with OpenSSL.
 *
 * @throws HG_REFUSED_SIGNATURE
 */
export function proveChain([leaf, ...others]: readonly X509Certificate[], roots: readonly X509Certificate[]): Chain {
  if (leaf === undefined) return refuse('Cannot verify a chain as it must hold a certificate: it is empty');
  expectLeaf(leaf);
  const at = new Date(leaf.validFrom);
  const anchors = roots.filter(isSelfSigned);
  const helpers = [...others, ...roots.filter((root) => !anchors.includes(root))];
  const root = anchorOf(leaf, [], { at, anchors, helpers, steps: 0 });
  return root === undefined
    ? refuse(`Cannot trust "${nameOf(leaf)}" as it must be issued under a root that was given: no valid chain leads to one`)
    : { leaf, root };
}

interface Search {
  readonly at: Date;
  readonly anchors: readonly X509Certificate[];
  readonly helpers: readonly X509Certificate[];
  steps: number;
}

/** @param below - the certificates between this one and the leaf, the leaf included. At most 16 come with a signature, and no path visits one twice. */
function anchorOf(certificate: X509Certificate, below: readonly X509Certificate[], search: Search): X509Certificate | undefined {
  const same = search.anchors.find(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256);
  if (same !== undefined) return isValid(same, search.at) ? same : undefined;
  if (search.steps++ >= MAX_STEPS || below.length >= MAX_DEPTH || !isValid(certificate, search.at) || !isStrong(constraintsOf(certificate))) return undefined;
  const path = [certificate, ...below];
  for (const issuer of [...search.anchors, ...search.helpers]) {
    if (path.some(({ fingerprint256 }) => fingerprint256 === issuer.fingerprint256) || !issued(issuer, certificate, path)) continue;
    const root = anchorOf(issuer, path, search);
    if (root !== undefined) return root;
  }
  return undefined;
}

function issued(issuer: X509Certificate, certificate: X509Certificate, path: readonly X509Certificate[]): boolean {
  return certificate.checkIssued(issuer) && mayIssue(constraintsOf(issuer), path) && certificate.verify(issuer.publicKey);
}

/** RFC 5280, 6.1.4 (k) to (n): the CAs below, the leaf not counted, and those issued to itself neither. */
function mayIssue({ ca, keyUsage, pathLength }: Constraints, path: readonly X509Certificate[]): boolean {
  const between = path.slice(0, -1).filter((certificate) => certificate.subject !== certificate.issuer).length;
  return ca && keyUsage?.keyCertSign !== false && between <= (pathLength ?? Number.POSITIVE_INFINITY);
}

/** Not `checkIssued`, which asks a leaf that is trusted itself for the right to sign certificates. */
const isSelfSigned = (root: X509Certificate): boolean => root.subject === root.issuer && root.verify(root.publicKey);

const isValid = ({ validFrom, validTo }: X509Certificate, at: Date): boolean => new Date(validFrom) <= at && at <= new Date(validTo);

/** Key usage digitalSignature, or without that extension, code signing (RFC 5280, 4.2.1.3 and 12). */
function expectLeaf(leaf: X509Certificate): void {
  if (!isSigningKey(leaf.publicKey)) refuse(`Cannot trust a signature by "${nameOf(leaf)}" as its key must be on P-256, P-384 or P-521`);
  const { keyUsage } = constraintsOf(leaf);
  if (keyUsage === undefined ? leaf.keyUsage?.includes(CODE_SIGNING) !== true : !keyUsage.digitalSignature)
    refuse(`Cannot trust a signature by "${nameOf(leaf)}" as the certificate must be one to sign with: its key usage says otherwise`);
}

const nameOf = ({ subject }: X509Certificate): string => subject.replaceAll('\n', ', ');
