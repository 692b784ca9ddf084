import { availableParallelism } from 'node:os';
import { expired } from '@horngate/core/judge';
import { atLeast, HorngateError, isSeverity, type Report, type Severity } from '@horngate/core/words';
import { filesBelow, modelsBelow, scanFiles, scanModels, scanWholes, today, wholesBelow } from '@horngate/host';
import { type Common, defineCommand, optionsOf, wholeNumber } from '../command.ts';
import { TOOL } from '../version.ts';

const FORMATS = ['text', 'json', 'sarif', 'cyclonedx'] as const;
type Format = (typeof FORMATS)[number];

/** `horngate scan PATH...` says what is inside model files. Exit: 0 nothing at or above the threshold, 1 findings or something unread, 2 usage. */
export const scanCommand = defineCommand({
  name: 'scan',
  summary: 'say what is inside model files',
  example: 'horngate scan downloads/ --fail-on high --format sarif > findings.sarif',
  opensModel: true,
  configure: (command) =>
    command
      .argument('<path...>', 'files and folders')
      .option('--format <format>', 'text, json, sarif or cyclonedx')
      .option('--jobs <n>', 'guests at work at once (default: one a processor)', wholeNumber('--jobs', 1))
      .option('--fail-on <level>', 'info, low, medium, high or critical (default: the policy, medium)'),
  async run([paths], options, surface) {
    const hostOptions = optionsOf(options, surface);
    const failOn = thresholdOf(options['failOn'], hostOptions.policy.scan.failOn);
    const format = formatOf(options);
    for (const { check, digest, until } of expired(hostOptions.policy, today()))
      surface.tell(`The waiver of "${check}" for ${digest} ended on ${until}: it does not count`);
    const jobs = (options['jobs'] as number | undefined) ?? availableParallelism();
    const reports: Report[] = [];
    const begun = performance.now();
    const files = filesBelow(paths as readonly string[]);
    const models = modelsBelow(paths as readonly string[]);
    const wholes = wholesBelow(paths as readonly string[]);
    const total = files.length + models.length + wholes.length;
    for await (const report of all(scanFiles(files, hostOptions, jobs), scanModels(models, hostOptions), scanWholes(wholes, reports, hostOptions))) {
      reports.push(report);
      surface.progress.part(
        reports.length / total,
        `${reports.length} of ${total} files, ${Math.round(reports.length / ((performance.now() - begun) / 1000))} a second`,
      );
    }
    surface.progress.done();
    const { [format]: render } = await import('../renderers.ts');
    surface.print(render(reports, { tool: TOOL, policy: hostOptions.policy }));
    return reports.some((report) => reaches(report, failOn)) ? 1 : 0;
  },
});

/** One after the other: a whole is told from the reports of its files. */
async function* all<T>(...parts: readonly AsyncIterable<T>[]): AsyncGenerator<T> {
  for (const part of parts) yield* part;
}

/** What we could not read is not clean. */
const reaches = ({ findings, unread }: Report, failOn: Severity): boolean =>
  (unread.length > 0 && atLeast('medium', failOn)) || findings.some(({ severity, waived }) => waived === undefined && atLeast(severity, failOn));

function thresholdOf(given: unknown, absent: Severity): Severity {
  if (given === undefined) return absent;
  if (!isSeverity(given))
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--fail-on ${String(given)}" as it must be info, low, medium, high or critical`);
  return given;
}

function formatOf(options: Common & Readonly<Record<string, unknown>>): Format {
  const format = options['format'] ?? (options.json ? 'json' : 'text');
  const known = FORMATS.find((name) => name === format);
  if (known !== undefined) return known;
  throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--format ${String(format)}" as it must be text, json, sarif or cyclonedx`);
}
