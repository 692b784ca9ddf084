import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tensor } from '@horngate/core/tensor';
import { DEFAULT_POLICY, type Policy, type Tenant } from '@horngate/core/words';
import { freshBuild } from '../../../../tools/build/fresh.js';
import { type HostOptions, hostOptions, registerKeras } from '../index.ts';

/** A virtual environment with Keras and TensorFlow which the guests' user can reach. */
const ENVIRONMENT = process.env['HORNGATE_KERAS'];

/** Why tests with real Keras do not run here; false where they do. */
export const noKeras: string | false = ENVIRONMENT === undefined ? 'HORNGATE_KERAS names no environment with Keras (see docs/guests/keras.md)' : false;

export const CONTAIN: Policy = { ...DEFAULT_POLICY, contain: 'keras-guest' };

interface Ground {
  readonly options: HostOptions;
  /** Folder of the models that `models.testing.py` made. */
  readonly models: string;
}

let ground: Promise<Ground> | undefined;

/** Made once a process: a home with the environment registered, and the models; gone when the process ends. */
export function prepareGround(): Promise<Ground> {
  ground ??= make();
  return ground;
}

async function make(): Promise<Ground> {
  const home = mkdtempSync(join(tmpdir(), 'horngate-keras-'));
  chmodSync(home, 0o755);
  process.on('exit', () => rmSync(home, { recursive: true, force: true }));
  const models = mkdtempSync(join(home, 'models-'));
  chmodSync(models, 0o755);
  const python = join(ENVIRONMENT ?? '', 'bin', 'python');
  execFileSync(python, [new URL('./models.testing.py', import.meta.url).pathname, models], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: models },
  });
  const options = hostOptions({ guests: (await freshBuild()).guests, home, policy: CONTAIN, threads: 2 });
  await registerKeras(ENVIRONMENT ?? '', options);
  return { options, models };
}

export const tenantNamed = (options: HostOptions, name: string): HostOptions => ({ ...options, tenant: { ...options.tenant, name } as Tenant });

interface Recorded {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** What Keras itself was fed and said, outside. */
export function recorded(models: string, name: string): Recorded {
  const path = join(models, `${name}.json`);
  const parsed = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, { dtype: string; shape: number[]; data: number[] }>>)
    : {};
  const [inputs, outputs] = ['inputs', 'outputs'].map((side) =>
    Object.fromEntries(
      Object.entries(parsed[side] ?? {}).map(([key, { dtype, shape, data }]) => [
        key,
        { dtype, shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) } as Tensor,
      ]),
    ),
  );
  return { inputs: inputs ?? {}, outputs: outputs ?? {} };
}
