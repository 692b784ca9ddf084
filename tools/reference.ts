import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ACTIVATIONS, KNOWN_ACTIVATIONS, KNOWN_LAYERS, KNOWN_OPERATIONS, LAYERS, OPERATIONS } from '@horngate/core/keras';
import { ALL_CHECKS } from '@horngate/core/scanner';
import { CODES, DEFAULT_LIMITS } from '@horngate/core/words';
import { cases } from '../conformance/keras/vectors.ts';
import { DOCTOR_LINES } from '../packages/sandbox/src/doctor/index.ts';
import { describePolicy } from '../packages/sandbox/src/layers/seccomp/describe.ts';
import { kerasLockPolicy, lockPolicy, startPolicy } from '../packages/sandbox/src/layers/seccomp/policies.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** `npm run reference` prints docs/reference from the code; a test compares. */
export function pages(): Readonly<Record<string, string>> {
  return {
    ...checkPages(),
    'checks.md': checks(),
    'converters.md': converters(),
    'doctor.md': doctor(),
    'errors.md': errors(),
    'layers.md': layers(),
    'limits.md': limits(),
    'seccomp.md': seccomp(),
  };
}

const page = (title: string, about: string, head: string, rows: readonly string[]): string =>
  `# ${title}\n\n${about} Printed from the code by \`npm run reference\`.\n\n${head}\n|${'---|'.repeat(head.split('|').length - 2)}\n${rows.join('\n')}\n`;

/** What converts inputs; the advisories of an installation are said by `horngate doctor --converters`. */
function converters(): string {
  const { about, converters: all } = JSON.parse(readFileSync(at('packages/guests/src/converters.json'), 'utf8'));
  const rows = all.map(
    (one: Record<string, unknown>) =>
      `| ${one['input']} | ${one['library']} | ${one['version'] ?? 'its own'} | ${one['language']} | ${one['memorySafe'] ? 'yes' : 'no'} | ${one['guest']} |`,
  );
  return page('Converters', about, '| input | library | version | language | memory-safe | guest |', rows);
}

function errors(): string {
  const rows = Object.entries(CODES).map(([code, [http, grpc, exit, meaning]]) => `| \`${code}\` | ${http} | ${grpc} | ${exit} | ${meaning} |`);
  return page('Errors', 'Every code with which Horngate stops.', '| code | HTTP | gRPC | exit | meaning |', rows);
}

function limits(): string {
  const rows = Object.entries(DEFAULT_LIMITS).map(([name, value]) => `| \`${name}\` | ${value} |`);
  return page(
    'Limits',
    'Budgets that a policy may change under `limits`: bytes, counts, ratios, seconds or milliseconds, as their names say.',
    '| limit | default |',
    rows,
  );
}

function checks(): string {
  const rows = [...ALL_CHECKS]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(
      ({ id, severity, policy, about, references }) =>
        `| [${id}](checks/${id.replace('/', '-')}.md) | ${severity} | ${policy} | ${about} | ${references.join(', ')} |`,
    );
  return page('Checks of the scanner', 'Ids stay forever.', '| check | severity | policy | what it means | references |', rows);
}

/** A page for each check, printed from the check itself. */
function checkPages(): Record<string, string> {
  return Object.fromEntries(
    ALL_CHECKS.map(({ id, severity, policy, about, advice, references }) => [
      `checks/${id.replace('/', '-')}.md`,
      [
        `# ${id}`,
        about,
        `**What to do**: ${advice}`,
        `Severity: ${severity}, where its finding does not say another. Paragraph of the policy: ${policy}.`,
        ...(references.length > 0 ? [`References: ${references.join(', ')}.`] : []),
        'Printed from the code by `npm run reference`.',
      ]
        .join('\n\n')
        .concat('\n'),
    ]),
  );
}

function doctor(): string {
  const rows = DOCTOR_LINES.map(({ id, severity, about, why, fix, source }) => `| \`${id}\` | ${severity} | ${about} | ${why} | ${fix} | ${source} |`);
  const about =
    'What `horngate doctor` looks at on a host. Severities are the usual ones: a line may tell of something milder or worse. Findings do not change the exit status.';
  return page('Lines of the doctor', about, '| line | severity | looks at | why | remedy | source |', rows);
}

function layers(): string {
  const counts = vectorCounts();
  const row = (kind: string, name: string, lowered: boolean): string =>
    `| ${kind} | \`${name}\` | ${lowered ? 'compiled' : 'known'} | ${counts.get(name) ?? ''} |`;
  const classes = (known: ReadonlyMap<string, { readonly class: string; readonly code?: boolean }>): string[] =>
    [...new Set([...known.values()].map((entry) => entry.class))].sort();
  const rows = [
    ...classes(KNOWN_LAYERS).map((name) => row('layer', name, LAYERS.has(name) || name === 'InputLayer')),
    ...[...new Set([...KNOWN_ACTIVATIONS.values()].map(({ name }) => name))].sort().map((name) => row('activation', name, ACTIVATIONS.has(name))),
    ...classes(KNOWN_OPERATIONS).map((name) => row('operation', name, OPERATIONS.has(name))),
  ];
  const about =
    'What Keras 3.15.1 has, and what is compiled. *Known* is read, scanned and inspected, and refused by name when it is to be compiled. The last column counts the conformance models that hold it.';
  const reasons = REASONS.map(([what, why]) => `| ${what} | ${why} |`).join('\n');
  const known = page('Layers, activations and operations', about, '| kind | name | state | vectors |', rows);
  return `${known}\n## Why some are known only\n\n| what | why |\n|---|---|\n${reasons}\n`;
}

/** Why a class is refused, where it is no code and no function of the file's author. */
const REASONS: readonly (readonly [what: string, why: string])[] = [
  [
    '`CTCDecode`, `CTCLoss`',
    'Paths through a lattice of labels: Keras leaves both to kernels of TensorFlow of which ONNX has none; beam search keeps a list that grows with the data.',
  ],
  [
    '`FakeQuantWithMinMaxVars`',
    'Stands in models that are being trained for few bits. ONNX can say it, step by step as the kernel of TensorFlow rounds; it is not built yet.',
  ],
  [
    '`Normalization` with the policy `float64`',
    'Its statistics are read and rooted in float32 here, as every other policy has them; Keras keeps those of this one as float64.',
  ],
  [
    '`Eig`, `Eigh`, `SVD`, `Pinv`, `Lstsq`, `MatrixRank`',
    'Iterations that end when the data say so, and signs that hang on the library: ONNX has none of them.',
  ],
  [
    '`Cond`, `Scan`, `Map`, `ForiLoop`, `WhileLoop`, `Switch`, `VectorizedMap`, `AssociativeScan`, `JVP`',
    'They hold a function of Python, which no file of Keras can hold.',
  ],
  ['`Polar`, `ViewAsComplex`, `ViewAsReal`', 'ONNX has no complex numbers; those of `FFT2` and its like are pairs in Keras too.'],
];

function seccomp(): string {
  const launcher = 0x40000; // some address: the one page of the launcher that holds the path
  const policies = {
    'reader with a folder': describePolicy(startPolicy('reader', launcher, true)),
    'reader, decoder': describePolicy(startPolicy('decoder', launcher, false)),
    'runner, start': describePolicy(startPolicy('runner', launcher, false)),
    'runner, locked': describePolicy(lockPolicy(true)),
    'runner-jit, locked': describePolicy(lockPolicy(false)),
    'keras, start': describePolicy(startPolicy('keras', launcher, false)),
    'keras, locked': describePolicy(kerasLockPolicy()),
  };
  const calls = [...new Set(Object.values(policies).flatMap((policy) => [...policy.keys()]))].sort();
  const rows = calls.map(
    (call) =>
      `| \`${call}\` | ${Object.values(policies)
        .map((policy) => policy.get(call) ?? 'killed')
        .join(' | ')} |`,
  );
  const about =
    'What each guest may ask the kernel for. Arguments count from 0; an error name is what the call answers. A call that is not listed, of any number, another processor’s or x32’s ends the process. After the lock both filters hold, and the stricter answer wins.';
  return page('System calls', about, `| call | ${Object.keys(policies).join(' | ')} |`, rows);
}

function vectorCounts(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { layers: names } of cases()) for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  rmSync(at('docs/reference'), { recursive: true, force: true });
  mkdirSync(at('docs/reference/checks'), { recursive: true });
  for (const [name, text] of Object.entries(pages())) writeFileSync(at(`docs/reference/${name}`), text);
}
