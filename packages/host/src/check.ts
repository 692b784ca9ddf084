import { compare, type Difference, type Tensor, type Tolerance } from '@horngate/core/tensor';
import { type Digest, HorngateError, type TensorSpec, type Tensors } from '@horngate/core/words';
import type { Given } from './inputs.ts';
import { type Launched, launch } from './launch.ts';
import type { HostOptions } from './options.ts';

/** One output or layer beside what the original answered there. */
export interface Compared extends Difference {
  readonly name: string;
  readonly equal: boolean;
}

export interface Checked extends Pick<Launched, 'report' | 'verdict'> {
  readonly posture: Launched['session']['posture'];
  readonly outputs: readonly Compared[];
  readonly layers: readonly Compared[];
  /** The first layer, in the order of the model, that differs; null: none does, or none was given. */
  readonly firstDifferent: string | null;
}

export interface CheckOptions {
  /** What the original answered: by output (also `arr_0`, … or any single name, as inputs are named), and by layer. */
  readonly expected: Tensors;
  readonly tolerance: Tolerance;
  readonly digest?: Digest;
  /** The inputs, once it is known what the model takes. */
  feed(specs: readonly TensorSpec[]): Promise<Given>;
}

/**
 * Says whether a model answers what the original answered. Names that are no output are layers: the model is then compiled with their answers as outputs too.
 *
 * @throws HG_INPUT_NAME for a name that is neither, or is a layer that is called more than once; and what `launch` and `predict` throw.
 */
export async function checkModel(path: string, options: HostOptions, { expected, tolerance, digest, feed }: CheckOptions): Promise<Checked> {
  if (Object.keys(expected).length === 0)
    throw new HorngateError('HG_INPUT_NAME', 'Cannot compare the model as what is expected must hold an array: it holds none');
  const plain = await launch(path, options, digest);
  const own = plain.session.outputs.map(({ name }) => name);
  const named = byOutput(expected, own);
  const layers = Object.keys(named).filter((name) => !own.includes(name));
  const launched = layers.length === 0 ? plain : await again(plain, path, { ...options, form: { layers } });
  const { session, report, verdict } = launched;
  try {
    const references = known(named, own, session.outputs);
    const { outputs } = await session.predict(await feed(session.inputs));
    const rows = Object.entries(outputs).flatMap(([name, found]) => comparedWith(name, found, references[name], tolerance));
    const inside = rows.filter(({ name }) => !own.includes(name));
    const firstDifferent = inside.find(({ equal }) => !equal)?.name ?? null;
    return { report, verdict, posture: session.posture, outputs: rows.filter(({ name }) => own.includes(name)), layers: inside, firstDifferent };
  } finally {
    session.dispose();
  }
}

/** The same file: whoever exchanged it meanwhile would have one model compared by its outputs, and another by its layers. */
function again(plain: Launched, path: string, options: HostOptions): Promise<Launched> {
  plain.session.dispose();
  return launch(path, options, plain.report.subject);
}

/** `arr_0`, `arr_1`, … go by the order of the outputs. */
const byOutput = (expected: Tensors, outputs: readonly string[]): Tensors =>
  Object.fromEntries(Object.entries(expected).map(([name, tensor]) => [outputs[Number(/^arr_(\d+)$/.exec(name)?.[1] ?? Number.NaN)] ?? name, tensor]));

/** Every name must be an output or a layer's; a single one may be any, where the model has one output. */
function known(named: Tensors, own: readonly string[], specs: readonly TensorSpec[]): Tensors {
  const strange = Object.keys(named).filter((name) => !specs.some((spec) => spec.name === name));
  const [only] = Object.values(named);
  if (strange.length === 0) return named;
  if (only !== undefined && Object.keys(named).length === 1 && own.length === 1) return { [own[0] ?? '']: only };
  throw new HorngateError(
    'HG_INPUT_NAME',
    `Cannot compare "${strange[0]}" as it must be an output of the model (${own.map((name) => `"${name}"`).join(', ')}) or a layer that is called once: it is neither`,
  );
}

function comparedWith(name: string, found: Tensor, reference: Tensor | undefined, tolerance: Tolerance): Compared[] {
  if (reference === undefined) return [];
  const difference = compare(found, reference, tolerance);
  return [{ name, equal: difference.ofTolerance <= 1, ...difference }];
}
