import { BYTES, bytesOf, fromHalves, isDType, isFloat, isHalf, sizeOf, type Tensor, tensorOf } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import type { GoldenAnswer } from '../reported.ts';

/** What the first start answered to the seeded inputs: tensors, or the code of a refusal; `null` where the model takes no seeded input. */
export interface Golden {
  readonly answer: GoldenAnswer;
  readonly outputs: readonly Tensor[];
}

/** Relative difference that another processor may make (DESIGN: 1e-5), and of what: the largest value of the output. */
const TOLERANCE = 1e-5;
/** A difference so small may take a 16-bit float to its neighbour: 11 and 8 significant bits. */
const HALF_STEPS: Readonly<Record<string, number>> = { float16: 2 ** -10, bfloat16: 2 ** -7 };

/** @throws HG_GUEST_GOLDEN when a later start does not repeat the first: floats within the tolerance, all else exactly. */
export function compareGoldens(sealed: Golden, now: Golden): void {
  if (JSON.stringify(sealed.answer) !== JSON.stringify(now.answer) || sealed.outputs.length !== now.outputs.length) throw differs('another kind of answer');
  sealed.outputs.forEach((expected, index) => {
    compareTensors(expected, now.outputs[index] as Tensor, index);
  });
}

function compareTensors(expected: Tensor, found: Tensor, index: number): void {
  if (expected.dtype !== found.dtype || expected.shape.join() !== found.shape.join()) throw differs(`output ${index} of another form`);
  if (isFloat(expected.dtype)) {
    const [a, b] = [numbersOf(expected), numbersOf(found)];
    let largest = 0;
    for (const value of a) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    for (let at = 0; at < a.length; at++)
      if (!close(a[at] as number, b[at] as number, (HALF_STEPS[expected.dtype] ?? TOLERANCE) * largest + 1e-7))
        throw differs(`${b[at]} instead of ${a[at]} in output ${index}`);
  } else if (JSON.stringify(written(expected)) !== JSON.stringify(written(found))) throw differs(`other values in output ${index}`);
}

const numbersOf = ({ dtype, data }: Tensor): ArrayLike<number> & Iterable<number> =>
  isHalf(dtype) ? fromHalves(data as Uint16Array, dtype) : (data as Float32Array);

const close = (a: number, b: number, tolerance: number): boolean => Object.is(a, b) || Math.abs(a - b) <= tolerance;

const differs = (what: string): HorngateError =>
  new HorngateError('HG_GUEST_GOLDEN', `Cannot start the model as it must repeat what it answered when it was sealed: found ${what}`);

interface Written {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: string | readonly string[];
}

const written = (tensor: Tensor): Written => ({
  dtype: tensor.dtype,
  shape: tensor.shape,
  data: tensor.dtype === 'string' ? tensor.data : Buffer.from(bytesOf(tensor)).toString('base64'),
});

export const writeGolden = ({ answer, outputs }: Golden): string => JSON.stringify({ version: 1, answer, outputs: outputs.map(written) });

/** Reads what `writeGolden` wrote; the seal has confirmed the text by then. */
export function readSealedGolden(text: string): Golden {
  const { answer, outputs } = JSON.parse(text) as { answer: GoldenAnswer; outputs: readonly Written[] };
  return { answer, outputs: outputs.map(tensorFrom) };
}

function tensorFrom({ dtype, shape, data }: Written): Tensor {
  if (typeof data !== 'string') return { dtype: 'string', shape, data };
  const bytes = Uint8Array.from(Buffer.from(data, 'base64'));
  if (!isDType(dtype) || dtype === 'string' || bytes.length !== sizeOf(shape) * BYTES[dtype])
    throw new HorngateError('HG_UNAVAILABLE_STORE', 'Cannot read the goldens of a sealed model');
  return tensorOf(dtype, shape, bytes);
}

/** Bytes of outputs above which none are sealed: every start would have to send them. */
export const MAX_GOLDEN_BYTES = 2 ** 20;

/** Whether a golden is small enough to keep; a float answer of NaN alone proves nothing, but must still be repeated. */
export const keepable = (golden: Golden): boolean =>
  golden.outputs.reduce((sum, tensor) => sum + sizeOf(tensor.shape) * (isFloat(tensor.dtype) ? 8 : BYTES[tensor.dtype] || 64), 0) <= MAX_GOLDEN_BYTES;
