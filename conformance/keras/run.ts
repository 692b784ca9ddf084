import { HorngateError } from '@horngate/core/words';
import { InProcess } from './in-process.ts';
import { type ArtifactFile, artifactFiles, type Case, cases, distance, twinFiles, twinInputs, type Vector, vectors } from './vectors.ts';

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
    const expected = vectors(one);
    const model = await opened(artifactFiles(one));
    const far = await farthest(one, model, expected);
    const twin = await twinDistance(one, model, expected);
    const kind = far > 1 ? 'wrong' : twin > 1 ? 'passed' : 'blind';
    return { name: one.name, kind, distance: far, twin, why: '' };
  } catch (error) {
    if (!(error instanceof HorngateError) || error.code === 'HG_INTERNAL') throw error;
    return { name: one.name, kind: 'refused', distance: 0, twin: 0, why: `${error.code}: ${error.message}` };
  }
}

/** How far the wrong twin answers. One that differs by its inputs alone is asked of the same model, begun anew; one that is refused has been told from the right one. */
async function twinDistance(one: Case, model: InProcess, expected: readonly Vector[]): Promise<number> {
  const changed = expected.map((vector) => ({ ...vector, inputs: twinInputs(one, vector.inputs) }));
  try {
    model.restart();
    return await farthest(one, one.twin.kind === 'input' ? model : await opened(twinFiles(one)), changed);
  } catch (error) {
    if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return Number.POSITIVE_INFINITY;
    throw error;
  }
}

async function opened(files: readonly ArtifactFile[]): Promise<InProcess> {
  const model = new InProcess();
  await model.open(files);
  return model;
}

async function farthest(one: Case, model: InProcess, expected: readonly Vector[]): Promise<number> {
  let far = 0;
  for (const { inputs, outputs } of expected) {
    const found = await model.predict(inputs);
    for (const [index, output] of outputs.entries()) far = Math.max(far, distance(found[index], output, one.tolerance));
  }
  return far;
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
