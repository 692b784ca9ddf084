import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSource, crc32, pureInflate, readNpz } from '@horngate/core/artifact';
import { compare, type Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digests, HorngateError } from '@horngate/core/words';
import { InProcess } from './in-process.ts';

/**
 * `npm run conformance:graphs -- FOLDER`: runs the graphs that `graphs.py` drew, and names the first node of each that differs while what it reads does not.
 * Exit 1 where one does. Deep graphs get the wider tolerance of deep models.
 */
const TOLERANCE = { rtol: 1e-3, atol: 1e-4 };
const digests: Pick<Digests, 'crc32'> = { crc32 };

interface Drawn {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly kinds: readonly string[];
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

interface Verdict {
  readonly kind: 'equal' | 'refused' | 'wrong';
  readonly why: string;
}

async function judge(folder: string, { name, outputs, kinds, reads }: Drawn): Promise<Verdict> {
  const stored = readNpz(bytesSource(readFileSync(join(folder, `${name}.npz`))), DEFAULT_LIMITS, pureInflate, digests);
  const model = new InProcess();
  try {
    await model.open(readFileSync(join(folder, `${name}.keras`)));
    const found = await model.predict([stored.get('in/x') as Tensor]);
    const wrong = new Set(outputs.filter((_, index) => differs(found[index], stored.get(`out/${index}`))));
    if (wrong.size === 0) return { kind: 'equal', why: '' };
    const first = outputs.findIndex((output) => wrong.has(output) && !(reads[output] ?? []).some((read) => wrong.has(read)));
    return { kind: 'wrong', why: `${kinds[first]} (output ${first}, "${outputs[first]}")` };
  } catch (error) {
    if (error instanceof HorngateError && error.code !== 'HG_INTERNAL') return { kind: 'refused', why: `${error.code}: ${error.message}` };
    return { kind: 'wrong', why: String(error) };
  }
}

const differs = (found: Tensor | undefined, wanted: Tensor | undefined): boolean =>
  found === undefined || wanted === undefined || found.dtype !== wanted.dtype || compare(found, wanted, TOLERANCE).ofTolerance > 1;

async function main(folder: string): Promise<void> {
  const counts = { equal: 0, refused: 0, wrong: 0 };
  const files = readdirSync(folder).filter((name) => /^graphs-\d+\.json$/.test(name));
  for (const file of files)
    for (const drawn of (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { graphs: readonly Drawn[] }).graphs) {
      const { kind, why } = await judge(folder, drawn);
      counts[kind]++;
      if (kind !== 'equal') console.log(`${kind.padEnd(8)} ${drawn.name}  ${why}`);
    }
  console.log(JSON.stringify(counts));
  process.exitCode = counts.wrong > 0 ? 1 : 0;
}

await main(process.argv[2] ?? '');
