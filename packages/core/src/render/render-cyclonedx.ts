import type { Finding } from '../words/finding.ts';
import type { Report } from '../words/report.ts';
import type { RenderOptions } from './options.ts';

/** Formats that hold a model, by the beginning of their names; others are files beside one. */
const MODELS = /^(keras|hdf5|onnx|saved-model|graphdef|tflite|pytorch|torch|pickle|joblib|skops|safetensors|gguf)/;

/**
 * CycloneDX 1.6 (ECMA-424) as an ML-BOM: a component for each artifact with its SHA-256 and the paths where it lies, and each finding as a vulnerability that
 * affects it. No serial number and no time, so that the same files give the same document.
 *
 * What was not read is a property of its component: a bill that leaves it out would say too much.
 */
export function renderCycloneDx(reports: readonly Report[], { tool }: RenderOptions): string {
  const subjects = new Map<string, Report[]>();
  for (const report of reports) subjects.set(report.subject, [...(subjects.get(report.subject) ?? []), report]);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] } },
    components: [...subjects.values()].map(componentOf),
    vulnerabilities: [...subjects.values()].flatMap(([first]) => (first as Report).findings.map((finding) => vulnerabilityOf(first as Report, finding))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** @param reports - of the same bytes. */
function componentOf(reports: readonly Report[]) {
  const { subject, path, format, unread } = reports[0] as Report;
  return {
    type: MODELS.test(format) ? 'machine-learning-model' : 'file',
    'bom-ref': subject,
    name: path.split('/').at(-1) ?? path,
    hashes: [{ alg: 'SHA-256', content: subject.slice('sha256:'.length) }],
    evidence: { occurrences: reports.map((report) => ({ location: report.path })) },
    properties: [{ name: 'horngate:format', value: format }, ...unread.map((part) => ({ name: 'horngate:unread', value: `${part.path}: ${part.why}` }))],
  };
}

function vulnerabilityOf({ subject }: Report, { check, severity, message, where, references, waived }: Finding) {
  const place = [where.member, where.pointer].filter((part) => part !== undefined && part !== '').join('#');
  const cwes = references.flatMap((reference) => (/^CWE-\d+$/.test(reference) ? [Number(reference.slice(4))] : []));
  const advisories = references.filter((reference) => !reference.startsWith('CWE-'));
  return {
    id: check,
    source: { name: 'horngate' },
    ratings: [{ severity, method: 'other' }],
    ...(cwes.length > 0 && { cwes }),
    ...(advisories.length > 0 && { references: advisories.map((id) => ({ id, source: { name: id.split('-', 1)[0] } })) }),
    description: message,
    ...(place !== '' && { detail: place }),
    ...(waived !== undefined && { analysis: { state: 'not_affected', detail: `Accepted until ${waived.until}: ${waived.reason}` } }),
    affects: [{ ref: subject }],
  };
}
