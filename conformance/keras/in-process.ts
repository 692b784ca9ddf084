import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesSource, crc32, pureInflate } from '@horngate/core/artifact';
import { compileKeras } from '@horngate/core/compile';
import { type OpenedKeras, openKeras, openKerasFiles } from '@horngate/core/keras';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_LIMITS, type Digest, type Digests } from '@horngate/core/words';
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

/** Compiles a model and opens it in this process: the same compiler and engine as in the guests, without the walls. For vectors of our own making. */
export class InProcess {
  readonly #engine = new Engine(native);
  readonly #folder = mkdtempSync(join(tmpdir(), 'horngate-conformance-'));

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
    for (const { name } of written) writeFileSync(join(this.#folder, name), files.get(name) ?? '');
    const program = JSON.parse((files.get('program.json') ?? Buffer.alloc(0)).toString('utf8'));
    await this.#engine.load({ folder: this.#folder, program, threads: 1 });
  }

  async predict(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    return (await this.#engine.predict({ signature: 'predict' }, inputs)).tensors ?? [];
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
