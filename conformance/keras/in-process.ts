import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesSource, crc32, pureInflate } from '@horngate/core/artifact';
import { compileKeras } from '@horngate/core/compile';
import { type OpenedKeras, openKeras, openKerasFiles } from '@horngate/core/keras';
import { BYTES, type NumericDType, type Tensor, tensorOf } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digest, type Digests, type Program } from '@horngate/core/words';
import { Engine } from '../../packages/guests/src/runner/engine.ts';
import { native } from '../../packages/guests/src/runner/native.ts';

const DIGEST: Digest = `sha256:${'0'.repeat(64)}`;
const digests: Digests = {
  sha256: () => ({ update: () => undefined, digest: () => DIGEST }),
  crc32,
};

function opened(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): OpenedKeras {
  const ports = { inflate: pureInflate, digests };
  const sources = files.map(({ path, bytes }) => ({ path, source: bytesSource(bytes) }));
  const [first] = sources;
  return first !== undefined && sources.length === 1 ? openKeras(first.source, ports, DEFAULT_LIMITS) : openKerasFiles(sources, ports, DEFAULT_LIMITS);
}

const zeros = (dtype: NumericDType, shape: readonly number[]): Tensor =>
  tensorOf(dtype, shape, new Uint8Array(shape.reduce((product, dim) => product * dim, BYTES[dtype])));

/** One folder for all models of the process: making and removing one takes as long as compiling what goes into it. */
const FOLDER = mkdtempSync(join(tmpdir(), 'horngate-conformance-'));
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }));

/** Compiles a model and opens it in this process: the same compiler and engine as in the guests, without the walls. For vectors of our own making. */
export class InProcess {
  readonly #engine = new Engine(native);
  /** What a stateful model keeps, as its caller keeps it: zeros before the first call. */
  #state: Tensor[] = [];
  #program: Program | undefined;

  /** @throws what the compiler throws. */
  async open(given: Uint8Array | readonly { readonly path: string; readonly bytes: Uint8Array }[]): Promise<void> {
    const keras = opened(given instanceof Uint8Array ? [{ path: 'model', bytes: given }] : given);
    const files = new Map<string, Buffer>();
    const written = compileKeras(keras, { artifact: DIGEST, limits: DEFAULT_LIMITS }, (name) => {
      const parts: [number, Uint8Array][] = [];
      return {
        write: (offset, part) => void parts.push([offset, Buffer.from(part)]),
        close: () => {
          const whole = Buffer.alloc(parts.reduce((most, [offset, part]) => Math.max(most, offset + part.length), 0));
          for (const [offset, part] of parts) whole.set(part, offset);
          files.set(name, whole);
        },
      };
    });
    for (const { name } of written) {
      rmSync(join(FOLDER, name), { force: true }); // another model may still have mapped its own
      writeFileSync(join(FOLDER, name), files.get(name) ?? '');
    }
    const program = JSON.parse((files.get('program.json') ?? Buffer.alloc(0)).toString('utf8')) as Program;
    this.#program = program;
    this.restart();
    await this.#engine.load({ folder: FOLDER, program, threads: 1 });
  }

  /** The state of a model that nobody has called. */
  restart(): void {
    this.#state = (this.#program?.state ?? []).map(({ dtype, shape }) => zeros(dtype as NumericDType, shape as readonly number[]));
  }

  async predict(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    const answers = (await this.#engine.predict({ signature: 'predict' }, [...inputs, ...this.#state])).tensors ?? [];
    this.#state = answers.slice(answers.length - this.#state.length);
    return answers.slice(0, answers.length - this.#state.length);
  }
}
