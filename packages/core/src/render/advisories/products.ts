import type { Named } from '../../updates/answers/known.ts';
import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import type { Justification } from '../../updates/knowledge.ts';
import { baseName, engineUrl, fileUrl, packageUrl } from './purl.ts';

/** What a statement of VEX is about. */
export interface Product {
  readonly purl: string;
  readonly name: string;
  /** SHA-256 in hexadecimal, of a file. */
  readonly sha256?: string;
}

/** One statement of VEX: a product, an advisory, and what it means for it. */
export interface Statement {
  readonly about: Named;
  readonly product: Product;
  readonly status: 'affected' | 'not_affected' | 'under_investigation';
  readonly justification?: Justification;
  /** Why not, or what to do. */
  readonly note: string;
}

/** All three answers as statements of VEX, each once. Of a trigger that was not seen in a file nothing is stated: not seen is not absent. */
export function statementsOf({ files, runtimes, installation, engine }: AdvisoryReport, version: string): readonly Statement[] {
  const all = [...files.flatMap(ofFile), ...[...runtimes, installation].flatMap(ofPackages), ...engine.map((statement) => ofEngine(statement, version))];
  return [...new Map(all.map((statement) => [JSON.stringify(statement), statement])).values()];
}

function ofFile(file: AdvisoryReport['files'][number]): readonly Statement[] {
  const product = { purl: fileUrl(file), name: baseName(file.path), sha256: file.subject.slice('sha256:'.length) };
  return file.triggers.map(({ evidence, ...about }) => {
    const seen = [...new Set(evidence.map(({ check }) => check))].join(', ');
    return { about, product, status: 'affected', note: `The file holds what triggers it (${seen}). Do not load it with an affected version` };
  });
}

function ofPackages({ matches, unaffected }: AdvisoryReport['installation']): readonly Statement[] {
  const stated = matches.map(({ package: one, status, fixed, ...about }): Statement => {
    const product = { purl: packageUrl(one), name: `${one.name} ${one.version}` };
    if (status === 'unknown') return { about, product, status: 'under_investigation', note: 'Its version cannot be compared with the advisory' };
    return { about, product, status, note: fixed.length > 0 ? `Update to ${fixed.join(' or ')}` : 'No version that mends it is known' };
  });
  return [...stated, ...unaffected.map(clear)];
}

/** By version: the code of this version is older than the fault, or mended. */
const clear = ({ about, package: one }: AdvisoryReport['installation']['unaffected'][number]): Statement => ({
  about,
  product: { purl: packageUrl(one), name: `${one.name} ${one.version}` },
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  note: 'The version is outside of the affected ranges',
});

function ofEngine(statement: AdvisoryReport['engine'][number], version: string): Statement {
  const product = { purl: engineUrl(version), name: `horngate ${version}` };
  if (statement.status === 'not_affected')
    return { about: statement, product, status: statement.status, justification: statement.justification, note: statement.because };
  return { about: statement, product, status: statement.status, note: 'Nobody has said yet what it means for the engine' };
}
