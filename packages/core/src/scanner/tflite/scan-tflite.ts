import { openFlat, type Table } from '../../artifact/flatbuffers/table.ts';
import { readZip } from '../../artifact/zip/read-zip.ts';
import type { ByteSource } from '../../words/ports.ts';
import { memberInside } from '../archives/plain.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { quote } from '../quote.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, type Seen, together } from '../seen.ts';
import { Sights } from '../sights.ts';
import { REVIEWED_CUSTOM } from './custom.ts';
import { FLEX, flexEffect, flexOperation } from './flex.ts';
import { BUILTIN } from './operators.ts';

/** Fields of the tables by their order in tensorflow/compiler/mlir/lite/schema/schema.fbs. */
const MODEL = { operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6, signatures: 7 };
const CODE = { deprecated: 0, custom: 1, builtin: 3 };
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 };
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, quantization: 4 };
const QUANTIZATION = { min: 0, max: 1, scale: 2, zeroPoint: 3 };
const OPERATOR = { opcode: 0, inputs: 1, outputs: 2, customOptions: 5, intermediates: 8 };
const BUFFER = { data: 0, offset: 1, size: 2 };
const METADATA = { name: 0, buffer: 1 };
const SIGNATURE = { inputs: 0, outputs: 1, key: 2 };
const MAP = { name: 0 };
const CUSTOM = 32;
/** Bits of an element by TensorType; strings, resources and variants have no size. */
const BITS: readonly number[] = [32, 16, 32, 8, 64, 0, 8, 16, 64, 8, 64, 128, 64, 0, 0, 32, 16, 4, 16, 2, 4];
const MAX_OPTIONS = 1 << 20;
/** Parts of a model that we do not visit (options of operators) and padding may stand behind the last part that we do. */
const MAX_PADDING = 4096;

/** A TFLite model, and the archive of associated files that may stand behind it. */
export function scanTflite(source: ByteSource, scope: Scope): Seen {
  const parts = new Parts();
  const sights = new Sights();
  const end = parts.attempt(undefined, () => new Model(source, scope, sights).scan());
  const appended = end === undefined ? [] : [scanAppended(source, end, scope)];
  const { troubles } = parts;
  return { format: 'tflite', ...together([{ findings: runChecks(CHECKS.tflite, { sights: sights.list, troubles }), troubles }, ...appended]) };
}

class Model {
  readonly #source: ByteSource;
  readonly #scope: Scope;
  readonly #sights: Sights;

  constructor(source: ByteSource, scope: Scope, sights: Sights) {
    this.#source = source;
    this.#scope = scope;
    this.#sights = sights;
  }

  /** @returns where the model ends. */
  scan(): number {
    const { flat, root } = openFlat(this.#source, this.#scope.limits.maxStructures);
    const codes = [...root.tables(MODEL.operatorCodes)].map((code) => this.#code(code));
    let end = 0;
    const buffers: number[] = [];
    for (const buffer of root.tables(MODEL.buffers)) {
      const { length, endsAt } = this.#buffer(buffer);
      buffers.push(length);
      end = Math.max(end, endsAt);
    }
    for (const subgraph of root.tables(MODEL.subgraphs)) this.#subgraph(subgraph, buffers, codes);
    for (const entry of root.tables(MODEL.metadata)) {
      entry.text(METADATA.name);
      this.#refer(entry.u32(METADATA.buffer), buffers.length, 'Metadata', 'buffer', entry.offset);
    }
    for (const signature of root.tables(MODEL.signatures)) this.#signature(signature);
    root.text(MODEL.description);
    return Math.max(end, flat.end);
  }

  /** Names only: visited so that we know where the model ends. */
  #signature(signature: Table): void {
    for (const list of [SIGNATURE.inputs, SIGNATURE.outputs]) for (const entry of signature.tables(list)) entry.text(MAP.name);
    signature.text(SIGNATURE.key);
  }

  /** @returns the custom code of the operator; empty for a built-in one. */
  #code(code: Table): string {
    const custom = code.text(CODE.custom);
    const builtin = Math.max(code.i32(CODE.builtin), code.u8(CODE.deprecated));
    const unknown = (what: string): void =>
      this.#sights.add('tflite/unknown-operator', `Uses ${what}, which TFLite does not have: it needs a library of its own`, { offset: code.offset });
    if (builtin !== CUSTOM) {
      if (builtin < 0 || builtin >= BUILTIN.length || BUILTIN[builtin] === '-') unknown(`the built-in operator ${builtin}`);
      return '';
    }
    if (custom.startsWith(FLEX)) this.#flex(custom.slice(FLEX.length), code.offset);
    else if (!REVIEWED_CUSTOM.has(custom)) unknown(`the custom operator ${quote(custom)}`);
    return custom;
  }

  #flex(name: string, offset: number): void {
    const effect = flexEffect(name);
    if (effect === 'unknown') this.#sights.add('tflite/unknown-operator', `Uses the operation ${quote(name)}, which TensorFlow does not have`, { offset });
    else if (effect !== undefined) this.#sights.add('tflite/flex-operator', `Asks TensorFlow for the operation ${quote(name)}, which ${effect}`, { offset });
  }

  #buffer(buffer: Table): { readonly length: number; readonly endsAt: number } {
    const [offset, size] = [buffer.u64(BUFFER.offset), buffer.u64(BUFFER.size)];
    if (offset <= 1n) return { length: buffer.vector(BUFFER.data, 1)?.length ?? 0, endsAt: 0 };
    if (offset + size <= BigInt(this.#source.size)) return { length: Number(size), endsAt: Number(offset + size) };
    this.#sights.add('tflite/structure', `Has a buffer of ${size} bytes at ${offset}, which is not inside the file`, { offset: buffer.offset });
    return { length: 0, endsAt: 0 };
  }

  #subgraph(subgraph: Table, buffers: readonly number[], codes: readonly string[]): void {
    let count = 0;
    for (const tensor of subgraph.tables(SUBGRAPH.tensors)) {
      this.#tensor(tensor, buffers);
      count++;
    }
    for (const list of [SUBGRAPH.inputs, SUBGRAPH.outputs]) this.#indices(subgraph, list, count, 'Subgraph', 0);
    for (const operator of subgraph.tables(SUBGRAPH.operators)) {
      this.#refer(operator.u32(OPERATOR.opcode), codes.length, 'An operator', 'kind', operator.offset);
      for (const list of [OPERATOR.inputs, OPERATOR.outputs, OPERATOR.intermediates]) this.#indices(operator, list, count, 'An operator', -1);
      if (codes[operator.u32(OPERATOR.opcode)]?.startsWith(FLEX)) this.#flexOptions(operator, codes[operator.u32(OPERATOR.opcode)] as string);
    }
  }

  /** The delegate runs what the options say, whatever the operator is called. */
  #flexOptions(operator: Table, code: string): void {
    const span = operator.vector(OPERATOR.customOptions, 1);
    const names = span === undefined || span.length > MAX_OPTIONS ? undefined : flexOperation(this.#source.read(span.at, span.length));
    const { offset } = operator;
    if (names === undefined) {
      this.#sights.add('tflite/unknown-operator', `Uses the operator ${quote(code)} without naming an operation of TensorFlow in its options`, { offset });
      return;
    }
    for (const name of new Set(names)) if (name !== code.slice(FLEX.length)) this.#flex(name, offset);
  }

  #tensor(tensor: Table, buffers: readonly number[]): void {
    const [index, name, type] = [tensor.u32(TENSOR.buffer), quote(tensor.text(TENSOR.name)), tensor.u8(TENSOR.type)];
    const { offset } = tensor;
    this.#refer(index, Math.max(1, buffers.length), `The tensor ${name}`, 'buffer', offset);
    const quantization = tensor.table(TENSOR.quantization);
    for (const list of [QUANTIZATION.min, QUANTIZATION.max, QUANTIZATION.scale]) quantization?.vector(list, 4);
    quantization?.vector(QUANTIZATION.zeroPoint, 8);
    const shape = tensor.ints(TENSOR.shape);
    if (shape.some((size) => size < 0)) this.#sights.add('tflite/tensor-layout', `The tensor ${name} has a negative dimension`, { offset });
    const [bits, length] = [BITS[type], buffers[index] ?? 0];
    if (bits === undefined) this.#sights.add('tflite/tensor-layout', `The tensor ${name} is of the type ${type}, which there is not`, { offset });
    if (!bits || length === 0 || shape.some((size) => size < 0)) return;
    const wanted = (shape.reduce((product, size) => product * BigInt(size), 1n) * BigInt(bits) + 7n) / 8n;
    if (wanted !== BigInt(length))
      this.#sights.add('tflite/tensor-layout', `The tensor ${name} must have ${String(wanted).slice(0, 40)} bytes by its shape: its buffer has ${length}`, {
        offset,
      });
  }

  #indices(table: Table, id: number, count: number, what: string, least: number): void {
    const wrong = table.ints(id).find((index) => index < least || index >= count);
    if (wrong !== undefined) this.#sights.add('tflite/tensor-layout', `${what} refers to the tensor ${wrong} of ${count}`, { offset: table.offset });
  }

  #refer(index: number, count: number, what: string, kind: string, offset: number): void {
    if (index >= count) this.#sights.add('tflite/tensor-layout', `${what} refers to the ${kind} ${index} of ${count}`, { offset });
  }
}

/** Behind the model: nothing, some padding, or a zip archive whose offsets count from the start of the file, as Python's zipfile appends it. */
function scanAppended(source: ByteSource, end: number, scope: Scope): Inner {
  const parts = new Parts();
  const before = new Sights();
  if (!isArchive(source)) {
    if (source.size - end <= MAX_PADDING) return together([]);
    before.add('tflite/trailing-data', `${source.size - end} bytes follow the model`, { offset: end });
    return { findings: runChecks(CHECKS.tflite, { sights: before.list, troubles: [] }), troubles: [] };
  }
  const archive = parts.attempt(undefined, () => readZip(source, scope.limits, scope.ports.inflate, scope.ports.digests));
  const anomalies = (archive?.anomalies ?? []).filter(({ kind }) => kind !== 'zip/prefix-data');
  const first = (archive?.entries ?? []).reduce((least, { offset }) => Math.min(least, offset), source.size);
  if (archive !== undefined && (first < end - MAX_PADDING || first > end + MAX_PADDING))
    before.add('tflite/trailing-data', `The archive behind the model starts at ${first}, the model ends at ${end}`, { offset: end });
  const own = [...runChecks(CHECKS.zip, { anomalies, troubles: parts.troubles }), ...runChecks(CHECKS.tflite, { sights: before.list, troubles: [] })];
  const members = (archive?.entries ?? [])
    .filter(({ directory }) => !directory)
    .map((entry) => memberInside(archive as NonNullable<typeof archive>, entry, scope));
  return together([{ findings: own, troubles: parts.troubles }, ...members]);
}

/** An end record of a zip stands in the last bytes. */
function isArchive(source: ByteSource): boolean {
  const start = Math.max(0, source.size - 22 - 65_535);
  const tail = source.read(start, source.size - start);
  for (let at = tail.length - 22; at >= 0; at--) if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return true;
  return false;
}
