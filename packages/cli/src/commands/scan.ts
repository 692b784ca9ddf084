import { atLeast, HorngateError, isSeverity, type Report, type Severity } from '@horngate/core/words';
import { filesBelow, modelsBelow, scanFiles, scanModels } from '@horngate/host';
import { type Common, defineCommand, optionsOf } from '../command.ts';
import { TOOL } from '../version.ts';

const FORMATS = ['text', 'json', 'sarif'] as const;
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
      .option('--format <format>', 'text, json or sarif')
      .option('--fail-on <level>', 'info, low, medium, high or critical (default: the policy, medium)'),
  async run([paths], options, surface) {
    const hostOptions = optionsOf(options, surface);
    const failOn = thresholdOf(options['failOn'], hostOptions.policy.scan.failOn);
    const format = formatOf(options);
    const reports: Report[] = [];
    const files = filesBelow(paths as readonly string[]);
    const models = modelsBelow(paths as readonly string[]);
    for await (const report of both(scanFiles(files, hostOptions), scanModels(models, hostOptions))) {
      reports.push(report);
      surface.progress.part(reports.length / (files.length + models.length));
    }
    surface.progress.done();
    const { [format]: render } = await import('../renderers.ts');
    surface.print(render(reports, { tool: TOOL, policy: hostOptions.policy }));
    return reports.some((report) => reaches(report, failOn)) ? 1 : 0;
  },
});

async function* both<T>(first: AsyncIterable<T>, second: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first;
  yield* second;
}

/** What we could not read is not clean. */
const reaches = ({ findings, unread }: Report, failOn: Severity): boolean =>
  (unread.length > 0 && atLeast('medium', failOn)) || findings.some(({ severity }) => atLeast(severity, failOn));

function thresholdOf(given: unknown, absent: Severity): Severity {
  if (given === undefined) return absent;
  if (!isSeverity(given))
    throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--fail-on ${String(given)}" as it must be info, low, medium, high or critical`);
  return given;
}

function formatOf(options: Common & Readonly<Record<string, unknown>>): Format {
  const format = options['format'] ?? (options.json ? 'json' : 'text');
  if (format === 'cyclonedx') throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot write CycloneDX yet');
  const known = FORMATS.find((name) => name === format);
  if (known === undefined) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot use "--format ${String(format)}" as it must be text, json or sarif`);
  return known;
}
