import { availableParallelism } from 'node:os';
import { HorngateError, isSeverity, type Report, type Severity } from '@horngate/core/words';
import { filesBelow, type HostOptions, modelsBelow, scanFiles, scanModels } from '@horngate/host';
import { type Common, defineCommand, optionsOf, type Surface } from '../command.ts';
import { currentHouse } from '../context.ts';
import { TOOL } from '../version.ts';
import { refreshAdvisories } from './refresh-advisories.ts';

const FORMATS = ['text', 'json', 'osv', 'csaf', 'openvex'] as const;
type Format = (typeof FORMATS)[number];

interface AdvisoryOptions extends Common {
  readonly runtime?: readonly string[];
  readonly format?: string;
  readonly failOn?: string;
}

/** `horngate advisories check PATH…`: known vulnerabilities, of this file, of the Keras that would run it, of this installation. Exit: 1 at or above the threshold. */
export const advisoriesCommand = defineCommand({
  name: 'advisories',
  summary: 'known vulnerabilities: of a file, of the Keras that would run it, of this installation; refresh what is known',
  example: 'horngate advisories check model.keras --runtime keras==3.11.0',
  opensModel: true,
  configure: (command) =>
    command
      .argument('<action>', 'check, or refresh SOURCE: a folder or the https address of a mirror, under the rules of TUF')
      .argument('[path...]', 'model files and folders; environments and lock files of Python (as by --runtime)')
      .option('--unsigned', 'refresh: SOURCE is a folder of OSV that nobody signed: it may add, take nothing away, and is said with each answer')
      .option('--drop-unsigned', 'refresh: forget those records')
      .option(
        '--runtime <spec>',
        'what would run them: keras==3.11.0, a folder with site-packages, requirements.txt, poetry.lock, uv.lock, Pipfile.lock, a list of pip or conda (may be given more often)',
        (spec: string, before: readonly string[] = []) => [...before, spec],
      )
      .option('--format <format>', 'text, json, osv, csaf or openvex')
      .option('--fail-on <level>', 'info, low, medium, high or critical (default: the policy, medium)'),
  async run([action, paths], given, surface) {
    if (action === 'refresh') return refreshAdvisories(paths as readonly string[], given, surface);
    if (action !== 'check') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot do "${String(action)}" with advisories as it must be check or refresh`);
    return check(paths as readonly string[], given as AdvisoryOptions, surface);
  },
});

async function check(paths: readonly string[], given: AdvisoryOptions, surface: Surface): Promise<number> {
  const options = optionsOf(given, surface);
  const format = formatOf(given);
  const failOn = thresholdOf(given.failOn, options.policy.scan.failOn);
  const { checkAdvisories, reachesThreshold } = await import('@horngate/core/updates');
  const { knownAdvisories } = await import('@horngate/trust/feed');
  const { snapshot, origin } = knownAdvisories(options.home);
  const { isEnvironment, readEnvironment, readInstallation } = await import('@horngate/trust/environment');
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const environments = paths.filter(isEnvironment);
  const report = checkAdvisories({
    reports: await scanned(
      paths.filter((path) => !environments.includes(path)),
      options,
      surface,
    ),
    runtimes: [...environments, ...(given.runtime ?? [])].map(readEnvironment),
    installation: readInstallation(ownFolder(), process.versions.node),
    snapshot,
    now,
  });
  if (report.snapshot.stale)
    surface.tell(`The advisories are of ${report.snapshot.asOf.slice(0, 10)}, ${report.snapshot.ageDays} days ago: later ones are not known here`);
  const { [format]: render } = await import('../advisory-renderers.ts');
  if (origin.expires !== undefined && origin.expires < now) surface.tell(`Those who signed the advisories stood by them until ${origin.expires}: refresh them`);
  surface.print(render(report, { tool: TOOL, snapshot, origin, now }));
  return reachesThreshold(report, failOn) ? 1 : 0;
}

/** In guests: the host parses no foreign byte of a model. */
async function scanned(paths: readonly string[], options: HostOptions, surface: Surface): Promise<readonly Report[]> {
  const reports: Report[] = [];
  const files = filesBelow(paths);
  for await (const report of scanFiles(files, options, availableParallelism())) {
    reports.push(report);
    surface.progress.part(reports.length / files.length, `${reports.length} of ${files.length} files`);
  }
  for await (const report of scanModels(modelsBelow(paths), options)) reports.push(report);
  surface.progress.done();
  return reports;
}

function ownFolder(): string {
  const { root } = currentHouse();
  if (root === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot find the manifest of the command line as the house does not name it');
  return root;
}

function thresholdOf(given: unknown, absent: Severity): Severity {
  if (given === undefined) return absent;
  if (!isSeverity(given))
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--fail-on ${String(given)}" as it must be info, low, medium, high or critical`);
  return given;
}

function formatOf({ format, json }: AdvisoryOptions): Format {
  const known = FORMATS.find((name) => name === (format ?? (json ? 'json' : 'text')));
  if (known !== undefined) return known;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--format ${String(format)}" as it must be ${FORMATS.join(', ')}`);
}
