import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attestation } from '../words/ports.ts';
import { DEFAULT_REQUIRE, type RequiredAttestation } from '../words/require-policy.ts';
import { DEFAULT_TRUST, type TrustedSigner, type TrustPolicy } from '../words/trust-policy.ts';
import { type AttestedModel, judgeRequired } from './judge-required.ts';

const key: TrustedSigner = { mode: 'key', key: 'PEM', notBefore: null, notAfter: '2027-01-01T00:00:00Z' };
const trust: TrustPolicy = { ...DEFAULT_TRUST, signers: { scanner: key, builder: key } };
const digest = `sha256:${'1'.repeat(64)}` as const;
const other = `sha256:${'2'.repeat(64)}` as const;
const scan: Attestation = {
  kind: 'scan',
  signings: [{ by: 'scanner', who: 'a'.repeat(64), certificates: [] }],
  subjects: [digest],
  time: '2026-11-01T00:00:00Z',
  verdict: 'admit',
};
const { verdict: _, ...unsaid } = scan;
const conversion: Attestation = { ...scan, kind: 'conversion', signings: [{ by: 'builder', who: 'b'.repeat(64), certificates: [] }], program: other };
const model: AttestedModel = { path: 'm.keras', digest, program: other, attestations: [scan, conversion], why: [], now: '2026-12-01T00:00:00Z' };
const needsScan: RequiredAttestation = { kind: 'scan', by: ['scanner'], maxAgeDays: 30 };
const needsConversion: RequiredAttestation = { kind: 'conversion', by: ['builder'], maxAgeDays: null };
const judged = (required: readonly RequiredAttestation[], given: Partial<AttestedModel> = {}, of = trust) =>
  judgeRequired({ require: { ...DEFAULT_REQUIRE, attestations: required }, trust: of }, { ...model, ...given });

test('confirm/required: what the policy requires must be attested, of this model, by those who may, and not long ago', async (t) => {
  const admits: Record<string, () => void> = {
    'both, on the last second': () => judged([needsScan, needsConversion]),
    'a second of the same kind is no harm': () => judged([needsScan], { attestations: [{ ...scan, subjects: [other] }, scan] }),
    'one that is a little ahead of our clock': () => judged([needsScan], { attestations: [{ ...scan, time: '2026-12-01T00:05:00Z' }] }),
    'a verdict to contain': () => judged([needsScan], { attestations: [{ ...scan, verdict: 'contain' }] }),
    'an old one where none must be new': () => judged([{ ...needsScan, maxAgeDays: null }], { now: '2026-12-31T00:00:00Z' }),
    'a conversion that is asked for later': () => judged([needsConversion], { attestations: [], program: undefined }),
  };
  for (const [name, run] of Object.entries(admits)) await t.test(`admits ${name}`, run);
  const revoked = { ...trust, revoked: { ...trust.revoked, keys: ['a'.repeat(64)] } };
  const refuses: Record<string, readonly [() => void, RegExp]> = {
    nothing: [() => judged([needsScan], { attestations: [] }), /no attestation is there/],
    'stale by a second': [() => judged([needsScan], { now: '2026-12-01T00:00:01Z' }), /more than 30 days ago/],
    'from the future': [() => judged([needsScan], { attestations: [{ ...scan, time: '2026-12-01T00:05:01Z' }] }), /is to come/],
    'of another model': [() => judged([needsScan], { digest: other }), /it is of sha256:1/],
    'of nothing': [() => judged([needsScan], { attestations: [{ ...scan, subjects: [] }] }), /of nothing/],
    'another kind': [() => judged([needsScan], { attestations: [conversion] }), /no attestation is there/],
    'by another of the policy': [() => judged([needsScan], { attestations: [{ ...scan, signings: conversion.signings }] }), /it is by "builder"/],
    'by nobody': [() => judged([needsScan], { attestations: [{ ...scan, signings: [] }] }), /nobody whom the policy knows/],
    'by a revoked key': [() => judged([needsScan], {}, revoked), /is revoked/],
    'after the time of its signer': [() => judged([{ ...needsScan, maxAgeDays: null }], { now: '2027-01-01T00:00:01Z' }), /could sign until/],
    'a verdict to refuse': [() => judged([needsScan], { attestations: [{ ...scan, verdict: 'refuse' }] }), /verdict is "refuse"/],
    'no verdict': [() => judged([needsScan], { attestations: [unsaid] }), /verdict is "undefined"/],
    'another program': [() => judged([needsConversion], { program: digest }), /ours is sha256:1/],
    'a model that real Keras runs': [() => judged([needsConversion], { program: null }), /not converted/],
    'one of two': [() => judged([needsScan, needsConversion], { attestations: [scan] }), /conversion/],
  };
  for (const [name, [run, message]] of Object.entries(refuses))
    await t.test(`refuses ${name}`, () => assert.throws(run, { code: 'HG_REFUSED_REQUIRED', message }));
});
