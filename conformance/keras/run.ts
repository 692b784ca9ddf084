import { HorngateError } from '@horngate/core/words';
import { InProcess } from './in-process.ts';
import { type ArtifactFile, artifactFiles, type Case, cases, distance, twinFiles, twinInputs, vectors } from './vectors.ts';

/** What came of one case: its largest difference in units of the tolerance, and that of its wrong twin, which must be above 1. */
export interface Outcome {
  readonly name: string;
  readonly kind: 'passed' | 'refused' | 'wrong' | 'blind';
  readonly distance: number;
  readonly twin: number;
  readonly why: string;
}

export async function runCase(one: Case): Promise<Outcome> {
  try {
    const far = await farthest(one, artifactFiles(one), (inputs) => inputs);
    const twin = await farthest(one, twinFiles(one), (inputs) => twinInputs(one, inputs)).catch(refusal);
    const kind = far > 1 ? 'wrong' : twin > 1 ? 'passed' : 'blind';
    return { name: one.name, kind, distance: far, twin, why: '' };
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    return { name: one.name, kind: 'refused', distance: 0, twin: 0, why: `${error.code}: ${error.message}` };
  }
}

/** A twin that is refused has been told from the right one. */
function refusal(error: unknown): number {
  if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return Number.POSITIVE_INFINITY;
  throw error;
}

async function farthest(
  one: Case,
  files: readonly ArtifactFile[],
  change: (inputs: ReturnType<typeof vectors>[number]['inputs']) => ReturnType<typeof vectors>[number]['inputs'],
): Promise<number> {
  const model = new InProcess();
  try {
    await model.open(files);
    let far = 0;
    for (const { inputs, outputs } of vectors(one)) {
      const found = await model.predict(change(inputs));
      for (const [index, expected] of outputs.entries()) far = Math.max(far, distance(found[index], expected, one.tolerance));
    }
    return far;
  } finally {
    model.close();
  }
}

/** `node --conditions=source --import tsx conformance/keras/run.ts [PART OF A NAME OR TAG…]` */
async function main(parts: readonly string[]): Promise<void> {
  const counts = { passed: 0, refused: 0, wrong: 0, blind: 0, broken: 0 };
  for (const one of cases().filter(({ name, tags }) => parts.length === 0 || parts.some((part) => name.includes(part) || tags.includes(part)))) {
    try {
      const outcome = await runCase(one);
      counts[outcome.kind]++;
      console.log(
        `${outcome.kind.padEnd(8)} ${one.name}  ${outcome.why || `${outcome.distance.toPrecision(3)} of the tolerance, its twin ${outcome.twin.toPrecision(3)}`}`,
      );
    } catch (error) {
      counts.broken++;
      console.log(`broken   ${one.name}  ${(error as Error).message}`);
    }
  }
  console.log(JSON.stringify(counts));
}

if (import.meta.url === `file://${process.argv[1]}`) await main(process.argv.slice(2));
