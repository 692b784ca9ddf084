import type { Named } from '../../updates/answers/known.ts';
import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import { BUNDLED_ORIGIN, type Origin, originText } from '../../updates/origin.ts';
import type { AdvisoryRenderOptions } from './options.ts';
import { type Product, type Statement, statementsOf } from './products.ts';
import { expectStatements } from './render-openvex.ts';

/**
 * CSAF 2.0, profile 5: VEX (https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html, 4.5).
 *
 * @throws HG_UNSUPPORTED_FORMAT when there is nothing to state: the profile needs a product and a vulnerability
 */
export function renderCsaf(report: AdvisoryReport, { tool, now, origin = BUNDLED_ORIGIN }: AdvisoryRenderOptions): string {
  const statements = statementsOf(report, tool.version);
  expectStatements(statements, 'CSAF');
  const products = new Map<string, string>();
  for (const { product } of statements) if (!products.has(product.purl)) products.set(product.purl, `product-${products.size + 1}`);
  const document = {
    document: headOf(report, tool, now, origin),
    product_tree: { full_product_names: namesOfProducts(statements, products) },
    vulnerabilities: [...byAdvisory(statements).values()].map((group) => vulnerabilityOf(group, products)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const headOf = ({ snapshot }: AdvisoryReport, { name, version }: AdvisoryRenderOptions['tool'], now: string, origin: Origin) => ({
  category: 'csaf_vex',
  csaf_version: '2.0',
  title: 'Known vulnerabilities of model files, of what would run them, and of this installation',
  lang: 'en',
  publisher: { category: 'user', name: `${name} ${version}`, namespace: 'urn:horngate' },
  notes: [
    {
      category: 'general',
      text: `Advisories as of ${snapshot.asOf} (${originText(origin)}). A trigger that was not seen in a file is not stated: scanning is advice.`,
      title: 'What this is',
    },
  ],
  tracking: {
    id: `horngate-vex-${now.replace(/[^0-9A-Za-z]/g, '')}`,
    status: 'final',
    version: '1',
    initial_release_date: now,
    current_release_date: now,
    revision_history: [{ date: now, number: '1', summary: 'Made from one check' }],
    generator: { engine: { name, version }, date: now },
  },
});

function namesOfProducts(statements: readonly Statement[], products: ReadonlyMap<string, string>) {
  const byUrl = new Map(statements.map(({ product }) => [product.purl, product]));
  return [...products].map(([purl, id]) => {
    const { name, sha256 } = byUrl.get(purl) as Product;
    const hashes = sha256 === undefined ? {} : { hashes: [{ filename: name, file_hashes: [{ algorithm: 'sha256', value: sha256 }] }] };
    return { product_id: id, name, product_identification_helper: { purl, ...hashes } };
  });
}

function byAdvisory(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const group = groups.get(statement.about.id);
    if (group === undefined) groups.set(statement.about.id, [statement]);
    else group.push(statement);
  }
  return groups;
}

const STATUSES = { affected: 'known_affected', not_affected: 'known_not_affected', under_investigation: 'under_investigation' } as const;

/** A product stands in one status of a vulnerability only (mandatory test 6.1.6): the worst that was said of it. */
function vulnerabilityOf(statements: readonly Statement[], products: ReadonlyMap<string, string>) {
  const worst = new Map<string, Statement>();
  for (const statement of statements) {
    const before = worst.get(statement.product.purl);
    if (before === undefined || RANK[statement.status] > RANK[before.status]) worst.set(statement.product.purl, statement);
  }
  const said = [...worst.values()].map((statement) => ({ ...statement, products: [products.get(statement.product.purl) as string] }));
  const { about } = statements[0] as Statement;
  const statuses = Object.entries(STATUSES).flatMap(([status, field]) => {
    const ids = said.filter((one) => one.status === status).flatMap((one) => one.products);
    return ids.length > 0 ? [[field, ids] as const] : [];
  });
  const flags = said.flatMap(({ justification, products: product_ids }) => (justification === undefined ? [] : [{ label: justification, product_ids }]));
  const threats = said
    .filter(({ status }) => status === 'not_affected')
    .map(({ note, products: product_ids }) => ({ category: 'impact', details: note, product_ids }));
  const remediations = said
    .filter(({ status }) => status === 'affected')
    .map(({ note, products: product_ids }) => ({ category: actionOf(note), details: note, product_ids }));
  return {
    ...identified(about),
    notes: [{ category: 'description', text: about.summary || about.id }],
    product_status: Object.fromEntries(statuses),
    ...(flags.length > 0 && { flags }),
    ...(threats.length > 0 && { threats }),
    ...(remediations.length > 0 && { remediations }),
  };
}

const RANK = { not_affected: 0, under_investigation: 1, affected: 2 } as const;

const actionOf = (note: string): string => (note.startsWith('Update') ? 'vendor_fix' : note.startsWith('No version') ? 'none_available' : 'workaround');

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/^GHSA-/, 'GitHub Advisory Database'],
  [/^PYSEC-/, 'PyPA Advisory Database'],
  [/^x_/, 'Horngate'],
];

function identified({ id, aliases }: Named) {
  const names = [id, ...aliases];
  const cve = names.find((name) => /^CVE-\d{4}-\d{4,}$/.test(name));
  const ids = names.filter((name) => name !== cve).map((text) => ({ system_name: SYSTEMS.find(([form]) => form.test(text))?.[1] ?? 'OSV', text }));
  return { ...(cve !== undefined && { cve }), ...(ids.length > 0 && { ids }), title: id };
}
