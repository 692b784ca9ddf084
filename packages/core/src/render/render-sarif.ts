import { ALL_CHECKS } from '../scanner/index.ts';
import { type Finding, SEVERITIES, type Severity } from '../words/finding.ts';
import type { Report, Unread } from '../words/report.ts';
import type { RenderOptions } from './options.ts';

/** GitHub shows 5,000 results of a run and refuses more than 25,000. */
const MAX_RESULTS = 5000;
const MAX_NOTIFICATIONS = 1000;
/** Texts of the sender's: 10 MB compressed is all that GitHub takes. */
const MAX_TEXT = 1000;
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' };
/** Scores that GitHub turns back into the same words. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.0', low: '2.0', info: '0.0' };

/**
 * SARIF 2.1.0 (OASIS, 2020): one run, a rule for each check, a result for each finding, a notification for each part that was not read.
 *
 * A place inside an archive is a logical location, since a region of SARIF counts bytes of the file on disk.
 */
export function renderSarif(reports: readonly Report[], { tool }: RenderOptions): string {
  const found = reports.flatMap(({ path, findings }) => findings.map((finding) => ({ path, finding })));
  const shown = [...found].sort((a, b) => rank(b.finding) - rank(a.finding)).slice(0, MAX_RESULTS);
  const results = shown.map(({ path, finding }) => resultOf(path, finding));
  const notifications = reports.flatMap(({ path, unread }) => unread.map((part) => notificationOf(path, part)));
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, rules: ALL_CHECKS.map(ruleOf) } },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: [...cut(found.length), ...notifications].slice(0, MAX_NOTIFICATIONS) }],
    results,
  };
  const $schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
  return `${JSON.stringify({ $schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}

const ruleOf = ({ id, about, advice, severity, references, policy }: (typeof ALL_CHECKS)[number]) => ({
  id,
  shortDescription: { text: about },
  help: { text: advice },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { 'security-severity': SCORES[severity], tags: ['security', policy, ...references] },
});

function resultOf(path: string, { check, severity, message, where, references, waived }: Finding) {
  const ruleIndex = ALL_CHECKS.findIndex(({ id }) => id === check);
  const { member = '', pointer = '', offset } = where;
  const inside = [member, pointer].filter((part) => part !== '').join('#');
  return {
    ruleId: check,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: short(message) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: LINE },
        ...(inside !== '' && { logicalLocations: [{ fullyQualifiedName: short(inside) }] }),
      },
    ],
    partialFingerprints: { 'place/v1': short(`${check}:${inside}`) },
    ...(waived !== undefined && { suppressions: [{ kind: 'external', status: 'accepted', justification: `${waived.reason} (until ${waived.until})` }] }),
    properties: { severity, references, ...(offset !== undefined && { byteOffset: offset }) },
  };
}

/** What is not among the results must not look as if it were not there. */
const cut = (count: number) =>
  count <= MAX_RESULTS
    ? []
    : [
        {
          level: 'warning',
          descriptor: { id: 'scan/limit' },
          message: { text: `${count - MAX_RESULTS} findings, none more severe than these, are left out; JSON has all` },
        },
      ];

/** GitHub shows nothing without a line, and these files have none. */
const LINE = { startLine: 1 };

const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);
const short = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

const notificationOf = (path: string, part: Unread) => ({
  level: 'warning',
  descriptor: { id: 'scan/unread' },
  message: { text: `Not read: ${part.path}: ${part.why}` },
  locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
});

/** A path as a URI reference (RFC 3986): a name of the sender's may hold anything, half surrogates included, which `encodeURIComponent` throws at. */
const uriOf = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
