import { isJsonArray, isJsonObject, type Json, readJson } from '@horngate/core/artifact';
import { arrayOf, type Tensor } from '@horngate/core/tensor';
import { HorngateError, type Limits } from '@horngate/core/words';

/**
 * Tensors of a JSON document: `{"name": nested arrays}`, or TF Serving's `{"instances": …}`, rows or one array, where a row may name its inputs.
 *
 * Numbers become float64, whole ones int64 where all of a tensor are; the host casts them to what the model takes.
 *
 * @throws HG_INPUT_FORMAT
 */
export function readTensorsJson(bytes: Uint8Array, limits: Limits): ReadonlyMap<string, Tensor> {
  const { value } = readJson(bytes, { maxBytes: limits.maxTensorBytes, maxDepth: limits.maxDepth });
  if (!isJsonObject(value)) throw wrong('an object of tensors by name');
  const instances = value['instances'];
  const named = instances === undefined ? value : byInput(instances);
  return new Map(Object.keys(named).map((name) => [name, tensorFrom(name, named[name] ?? null)]));
}

/** Rows of named inputs become one tensor a name; rows of plain values become `arr_0`. */
function byInput(instances: Json): Readonly<Record<string, Json>> {
  if (!isJsonArray(instances)) throw wrong('"instances" as a list');
  const [first] = instances;
  if (!isJsonObject(first)) return { arr_0: instances };
  return Object.fromEntries(
    Object.keys(first).map((name) => [
      name,
      instances.map((row): Json => {
        const item = isJsonObject(row) ? row[name] : undefined;
        if (item === undefined) throw wrong(`"${name}" in every instance`);
        return item;
      }),
    ]),
  );
}

function tensorFrom(name: string, value: Json): Tensor {
  const shape = shapeOf(value);
  const leaves: (number | bigint | boolean | string)[] = [];
  collect(name, value, shape, 0, leaves);
  if (leaves.length > 0 && leaves.every((leaf) => typeof leaf === 'string')) return { dtype: 'string', shape, data: leaves };
  if (leaves.some((leaf) => typeof leaf === 'string')) throw wrong(`numbers alone or texts alone in "${name}"`);
  const numbers = leaves as (number | bigint | boolean)[];
  if (numbers.length > 0 && numbers.every((leaf) => typeof leaf === 'boolean')) return { dtype: 'bool', shape, data: Uint8Array.from(numbers, Number) };
  if (numbers.every((leaf) => typeof leaf === 'bigint' || Number.isSafeInteger(leaf))) {
    const data = numbers.map((leaf) => BigInt(leaf));
    if (data.some((leaf) => BigInt.asIntN(64, leaf) !== leaf)) throw wrong(`numbers of 64 bits in "${name}"`);
    return { dtype: 'int64', shape, data: BigInt64Array.from(data) };
  }
  return { dtype: 'float64', shape, data: arrayOf('float64', numbers.map(Number)) } as Tensor;
}

function shapeOf(value: Json): number[] {
  const shape: number[] = [];
  for (let at: Json | undefined = value; isJsonArray(at); at = at[0]) shape.push(at.length);
  return shape;
}

function collect(name: string, value: Json, shape: readonly number[], depth: number, into: (number | bigint | boolean | string)[]): void {
  if (depth === shape.length) {
    if (value === null || typeof value === 'object') throw wrong(`"${name}" as arrays of equal length`);
    into.push(value);
    return;
  }
  if (!isJsonArray(value) || value.length !== shape[depth]) throw wrong(`"${name}" as arrays of equal length`);
  for (const item of value) collect(name, item, shape, depth + 1, into);
}

const wrong = (wanted: string): HorngateError => new HorngateError('HG_INPUT_FORMAT', `Cannot read the JSON input as it must hold ${wanted}`);
