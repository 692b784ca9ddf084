import { isDType } from '@horngate/core/tensor';
import {
  type Code,
  type Digest,
  type Finding,
  HorngateError,
  isCode,
  isSeverity,
  type Program,
  type ProgramFile,
  type Report,
  type Signature,
  type TensorSpec,
  type Unread,
  type Where,
} from '@horngate/core/words';

type Data = Readonly<Record<string, unknown>>;

/** Most findings that one report may hold; a scanner of ours stops long before. */
const MAX_ITEMS = 20_000;
const MAX_TEXT = 4096;

/** What a guest says of a file, before the host believes its form: a guest that was taken over may answer anything. */
export interface ScanAnswer {
  readonly format: string;
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}

/** @throws HG_GUEST_PROTOCOL */
export function readScanAnswer(value: unknown): ScanAnswer {
  const [report, ...others] = list(record(value), 'reports');
  if (report === undefined || others.length > 0) throw lie('one report');
  const data = record(report);
  return { format: text(data, 'format'), findings: list(data, 'findings').map(readFinding), unread: list(data, 'unread').map(readUnread) };
}

export const reportOf = (path: string, subject: Digest, answer: ScanAnswer): Report => ({ path, subject, ...answer });

function readFinding(value: unknown): Finding {
  const data = record(value);
  const { severity } = data;
  if (!isSeverity(severity)) throw lie('a severity');
  return {
    check: text(data, 'check'),
    severity,
    message: text(data, 'message'),
    where: readWhere(record(data['where'])),
    references: list(data, 'references').map((_, index, all) => text(all as unknown as Data, String(index))),
  };
}

function readWhere(data: Data): Where {
  const where: { member?: string; pointer?: string; offset?: number } = {};
  if (data['member'] !== undefined) where.member = text(data, 'member');
  if (data['pointer'] !== undefined) where.pointer = text(data, 'pointer');
  if (data['offset'] !== undefined) where.offset = whole(data, 'offset');
  return where;
}

const readUnread = (value: unknown): Unread => ({ path: text(record(value), 'path'), why: text(record(value), 'why') });

/** Files that a compiling guest says it wrote: plain names, no more than a Program has. */
export function readFiles(value: unknown): ProgramFile[] {
  return list(record(value), 'files').map((item) => {
    const name = text(record(item), 'name');
    if (!/^[a-z][a-z0-9-]*\.(json|onnx|bin|table)$/.test(name)) throw lie('a plain file name');
    return { name, bytes: whole(record(item), 'bytes') };
  });
}

/** What a guest says of the model that it rebuilt. */
export interface RebuiltAnswer {
  readonly format: string;
  readonly producer: string;
  readonly bytes: number;
  readonly dropped: readonly string[];
}

/** @throws HG_GUEST_PROTOCOL */
export function readRebuilt(value: unknown): RebuiltAnswer {
  const data = record(value);
  const dropped = list(data, 'dropped').map((_, index, all) => text(all as unknown as Data, String(index)));
  return { format: text(data, 'format'), producer: text(data, 'producer'), bytes: whole(data, 'bytes'), dropped };
}

/** The Program as the second check read it: that guest saw nothing but the Program, and its checker is ours. */
export function readProgram(value: unknown): Program {
  const program = record(record(value)['program']);
  for (const name of ['graphs', 'signatures']) record(program[name]);
  list(program, 'tables');
  if (program['version'] !== 1) throw lie('a program of version 1');
  return program as unknown as Program;
}

/** How a first start answered the seeded inputs. */
export type GoldenAnswer = { readonly size: number; readonly code: Code | null } | null;

export function readGolden(value: unknown): GoldenAnswer {
  const { golden } = record(value);
  if (golden === null) return null;
  const data = record(golden);
  const code = data['code'] ?? null;
  if (code !== null && !isCode(code)) throw lie('a code');
  return { size: whole(data, 'size'), code };
}

const MAX_TENSORS = 1024;

/** What a guest with real Keras says of the model that it loaded: names, types and shapes, which later answers are held against. */
export function readSignature(value: unknown): Pick<Signature, 'inputs' | 'outputs'> {
  const [inputs, outputs] = ['inputs', 'outputs'].map((name) => list(record(value), name).map(readSpec)) as [TensorSpec[], TensorSpec[]];
  for (const specs of [inputs, outputs])
    if (specs.length > MAX_TENSORS || new Set(specs.map(({ name }) => name)).size !== specs.length)
      throw lie(`at most ${MAX_TENSORS} tensors of different names`);
  return { inputs, outputs };
}

function readSpec(value: unknown): TensorSpec {
  const data = record(value);
  const { dtype } = data;
  const shape = list(data, 'shape');
  if (!isDType(dtype)) throw lie('a dtype');
  if (shape.length > 8) throw lie('a shape of at most 8 dimensions');
  return {
    name: text(data, 'name'),
    dtype,
    shape: shape.map((dim, axis) => (typeof dim === 'string' ? text(shape as unknown as Data, String(axis)) : whole(shape as unknown as Data, String(axis)))),
  };
}

export function readNames(value: unknown, count: number): string[] {
  const names = list(record(value), 'names');
  if (names.length !== count) throw lie(`${count} names`);
  return names.map((_, index) => text(names as unknown as Data, String(index)));
}

export function record(value: unknown): Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw lie('an object');
  return value as Data;
}

function list(data: Data, name: string): readonly unknown[] {
  const value = data[name];
  if (!Array.isArray(value) || value.length > MAX_ITEMS) throw lie(`"${name}" as a list of bounded length`);
  return value;
}

function text(data: Data, name: string): string {
  const value = data[name];
  if (typeof value !== 'string' || value.length > MAX_TEXT) throw lie(`"${name}" as a text of bounded length`);
  return value;
}

function whole(data: Data, name: string): number {
  const value = data[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw lie(`"${name}" as a whole number`);
  return value;
}

const lie = (wanted: string): HorngateError => new HorngateError('HG_GUEST_PROTOCOL', `Cannot believe the guest as its answer must hold ${wanted}`);
