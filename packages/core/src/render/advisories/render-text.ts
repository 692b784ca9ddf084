import { UNSIGNED } from '../../updates/add-unsigned.ts';
import type { AdvisoryReport } from '../../updates/check-advisories.ts';
import { BUNDLED_ORIGIN, type Origin, originText } from '../../updates/origin.ts';
import { printable } from '../printable.ts';
import type { AdvisoryRenderOptions } from './options.ts';

/** For people. What was not read stands beside what was found, and no line says that anything is safe. */
export function renderAdvisoriesText(report: AdvisoryReport, { origin = BUNDLED_ORIGIN }: Pick<AdvisoryRenderOptions, 'origin'> = {}): string {
  const { files, runtimes, together, engine, installation } = report;
  const blocks = [
    [snapshotLine(report, origin)],
    ...files.map(fileLines),
    ...runtimes.map((runtime) => packageLines(`Would run them: ${printable(runtime.spec)}`, runtime)),
    ...(runtimes.length === 0 && files.length > 0
      ? [['Would run them: not said (--runtime keras==3.11.0, an environment or a lock file); the version in a file says who wrote it, not who runs it']]
      : []),
    together.map(({ path, spec, ids }) => `Together: ${printable(path)} in ${printable(spec)} meets ${ids.join(', ')}`),
    engineLines(files, engine),
    packageLines('This installation', installation),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function snapshotLine({ snapshot: { asOf, ageDays, stale, advisories } }: AdvisoryReport, origin: Origin): string {
  const said = printable(originText(origin));
  const day = asOf.slice(0, 10);
  if (advisories === 0) return `Advisories as of ${day}: none. The snapshot is empty (${said}), so that nothing here can be known`;
  const old = stale ? `, ${ageDays} days ago: refresh them` : '';
  return `Advisories as of ${day}${old} (${advisories}; ${said})`;
}

function fileLines({ path, format, triggers, unread }: AdvisoryReport['files'][number]): string[] {
  const head = `${printable(path)} (${printable(format)})`;
  return [
    triggers.length === 0 ? `${head}: no trigger of a known advisory was seen` : `${head}: holds the trigger of`,
    ...triggers.map(({ id, severity, summary, evidence, waived }) => {
      const [first] = evidence;
      const place = [first?.where.member, first?.where.pointer].filter((part) => part !== undefined && part !== '').join('#');
      return `  ${severity.padEnd(8)} ${id}  ${printable(summary)} [${first?.check}${place === '' ? '' : ` at ${printable(place)}`}]${waived ? ' (accepted)' : ''}`;
    }),
    ...unread.map((part) => `  not read: ${printable(part.path)}: ${printable(part.why)}`),
  ];
}

function packageLines(head: string, { asked, matches, unread }: AdvisoryReport['installation']): string[] {
  const found = matches.length === 0 ? 'no known advisory holds' : 'affected by';
  return [
    `${head} (${asked} packages): ${found}`,
    ...matches.flatMap(({ id, severity, status, summary, package: { name, version }, fixed, sources }) => {
      const what = status === 'unknown' ? 'cannot be compared' : fixed.length > 0 ? `fixed in ${fixed.join(' or ')}` : 'no fix known';
      const line = `  ${severity.padEnd(8)} ${id}  ${printable(name)} ${printable(version)}: ${printable(summary)} (${printable(what)})`;
      return sources.length > 1 || sources.some(({ says }) => says === UNSIGNED)
        ? [line, ...sources.map(({ by, says }) => `           ${printable(by)}: ${printable(says)}`)]
        : [line];
    }),
    ...unread.map(({ where, why }) => `  not read: ${printable(where)}: ${printable(why)}`),
  ];
}

function engineLines(files: AdvisoryReport['files'], engine: AdvisoryReport['engine']): string[] {
  const held = new Set(files.flatMap(({ triggers }) => triggers.map(({ id }) => id)));
  const open = engine.filter(({ status }) => status === 'under_investigation');
  const clear = engine.length - open.length;
  return [
    `Engine of Horngate: not affected by ${clear} of them${open.length > 0 ? `, ${open.length} not answered yet` : ''}`,
    ...engine
      .filter(({ id }) => held.has(id))
      .map(
        (statement) =>
          `  ${statement.id}: ${statement.status === 'not_affected' ? `${statement.justification}. ${printable(statement.because)}` : 'not answered yet'}`,
      ),
  ];
}
