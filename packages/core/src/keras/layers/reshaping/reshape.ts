import { type Dim, type Dims, floorDiv, isKnown, multiplyDims, sameDim } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.Reshape`: other axes behind the batch, one of which may be -1 (keras/src/layers/reshaping/reshape.py). The mask ends here.
 *
 * Known sizes must fit now; what depends on a call is checked by ONNX Runtime, which refuses as Keras does.
 */
export const reshape = defineLayer({
  keras: 'Reshape',
  config: (f) => ({ target: targetOf(f) }),
  lower: (g, [x], { target }, call) => g.reshape(x, [...x.dims.slice(0, 1), ...fitted(x, target, call)]),
});

/** `target_shape`, null being what Keras takes as -1 too. */
function targetOf(f: Fields): readonly number[] {
  const value = f.raw('target_shape');
  const target = Array.isArray(value) ? value.map((size) => size ?? -1) : [];
  const good = (size: unknown): size is number => typeof size === 'number' && Number.isSafeInteger(size) && size >= -1 && size <= INT32;
  if (!Array.isArray(value) || !target.every(good) || target.filter((size) => size === -1).length > 1)
    throw f.wrong('target_shape', 'a list of whole numbers, at most one of them -1');
  return target;
}

function fitted(x: Value, target: readonly number[], call: Call): Dims {
  const all = multiplyDims(x.dims.slice(1));
  const rest = target.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  if (!target.includes(-1)) {
    if (isKnown(all) && all !== rest) throw misfit(target, call);
    return target;
  }
  if (rest === 0 || (isKnown(all) && all % rest !== 0)) throw misfit(target, call);
  const hole = x.dims.slice(1).find((dim, axis) => target[axis] === -1 && sameDim(multiplyDims([dim, rest]), all));
  return target.map((size): Dim => (size === -1 ? (hole ?? floorDiv(all, rest)) : size));
}

const misfit = (target: readonly number[], call: Call) =>
  call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" as its input does not fill the shape [${target.join(', ')}]`);
