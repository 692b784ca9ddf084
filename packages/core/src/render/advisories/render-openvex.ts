import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import { BUNDLED_ORIGIN, originText } from '../../updates/origin.ts';
import { HorngateError } from '../../words/error.ts';
import type { AdvisoryRenderOptions } from './options.ts';
import { type Product, type Statement, statementsOf } from './products.ts';

/**
 * OpenVEX 0.2.0 (https://github.com/openvex/spec): a statement for each advisory and product.
 *
 * @throws HG_UNSUPPORTED_FORMAT when there is nothing to state: the format has no empty document
 */
export function renderOpenVex(report: AdvisoryReport, { tool, now, origin = BUNDLED_ORIGIN }: AdvisoryRenderOptions): string {
  const statements = statementsOf(report, tool.version);
  expectStatements(statements, 'OpenVEX');
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:horngate:vex:${now}`,
    author: `${tool.name} ${tool.version}`,
    role: 'Scanner',
    timestamp: now,
    version: 1,
    tooling: `${tool.name} ${tool.version}, advisories as of ${report.snapshot.asOf} (${originText(origin)})`,
    statements: statements.map(openVex),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** An empty snapshot says nothing, and a document that looks like an answer would say too much. */
export function expectStatements(statements: readonly Statement[], format: string): void {
  if (statements.length > 0) return;
  throw new HorngateError('HG_UNSUPPORTED_FORMAT', `Cannot write ${format} as it needs a statement: the snapshot of advisories is empty`);
}

const openVex = ({ about, product, status, justification, note }: Statement) => ({
  vulnerability: { name: about.id, description: about.summary, ...(about.aliases.length > 0 && { aliases: about.aliases }) },
  products: [component(product)],
  status,
  ...(justification !== undefined && { justification, impact_statement: note }),
  ...(status === 'affected' && { action_statement: note }),
  ...(status === 'under_investigation' && { status_notes: note }),
});

const component = ({ purl, sha256 }: Product) => ({ '@id': purl, identifiers: { purl }, ...(sha256 !== undefined && { hashes: { 'sha-256': sha256 } }) });
