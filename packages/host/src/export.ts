import { closeSync, fstatSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { type Digest, HorngateError } from '@horngate/core/words';
import { placeCopy } from './copied.ts';
import { startReader } from './guests.ts';
import type { HostOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { readFiles } from './reported.ts';
import { openOwn, type SealedProgram } from './store/programs.ts';

export interface ExportOptions {
  readonly opset: number;
  readonly digest?: Digest;
}

export interface Exported {
  readonly subject: Digest;
  /** Paths that were written: the model, and its weights where they are too large for one file. */
  readonly files: readonly string[];
  /** Outputs besides the model's own, which must be true; where one is not, the others are not what Keras gives. */
  readonly guards: readonly { readonly output: string; readonly message: string }[];
}

/** A protobuf message has at most 2 GiB; far below, a file is easier to have in one piece than to map. */
const MOST_INLINE = 512 * 2 ** 20;

/**
 * The same compilation as a file for others: scanned, judged, compiled, checked and sealed like any model, then written by a fresh guest that sees the sealed
 * Program alone.
 *
 * @param out - where the ONNX file goes; larger weights go to `<out>.data`.
 * @throws HG_CONFLICT where it cannot be written; HG_UNSUPPORTED_FORMAT for a model with string or table stages; HG_UNSUPPORTED_OPERATION for an opset that lacks
 * an operator; and what the verbs throw.
 */
export async function exportOnnx(path: string, out: string, options: HostOptions, { opset, digest }: ExportOptions): Promise<Exported> {
  const { sealed, report } = await prepare(path, options, digest);
  const { signatures, weights } = sealed.program;
  const stages = signatures['predict']?.stages ?? [];
  const [stage] = stages;
  if (stage?.kind !== 'graph' || stages.length > 1)
    throw new HorngateError('HG_UNSUPPORTED_FORMAT', 'Cannot convert the model as all of it must be a graph: it works on text or tables too');
  const data = weights !== null && weights.bytes > MOST_INLINE ? `${out}.data` : undefined;
  const work = sealed.store.workFolder();
  try {
    await write(sealed, options, work, { opset, weightsFile: data === undefined ? null : basename(data) });
    await placeCopy(work, 'model.onnx', out);
    if (data !== undefined) await placeCopy(sealed.folder, 'weights.bin', data);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { subject: report.subject, files: data === undefined ? [out] : [out, data], guards: stage.guards.map(({ output, message }) => ({ output, message })) };
}

async function write(sealed: SealedProgram, options: HostOptions, folder: string, params: Readonly<Record<string, unknown>>): Promise<void> {
  const weightBytes = sealed.program.weights?.bytes ?? 0;
  const fds: number[] = [];
  try {
    const files = (weightBytes > 0 ? ['main.onnx', 'weights.bin'] : ['main.onnx']).map((path, index) => {
      fds.push(openOwn(sealed.folder, path));
      return { fd: 3 + index, path, bytes: fstatSync(fds[index] as number).size };
    });
    // One copy of the weights as they are read, one in the message, one as it is put together.
    const guest = await startReader(options, fds, 3 * weightBytes, folder);
    try {
      const { deadlineMs } = options.policy.limits;
      readFiles((await guest.channel.call('export', { files, folder, ...params }, [], { deadlineMs })).result);
    } finally {
      guest.kill();
      await guest.exited;
    }
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}
