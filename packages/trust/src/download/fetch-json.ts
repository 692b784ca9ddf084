import { type Json, readJson } from '@horngate/core/artifact';
import { asHorngateError } from '@horngate/core/words';
import { type Answer, follow } from './follow.ts';
import type { Network } from './network.ts';
import { Pulse } from './pulse.ts';
import { readBody } from './read-body.ts';
import { unavailable } from './source-error.ts';

/** A listing of ten thousand files fits. */
const LIMITS = { maxBytes: 16 * 2 ** 20, maxDepth: 16, maxContainers: 150_000 };

/**
 * A small answer in JSON, read by our own strict reader: bounded in bytes and nesting, refused where two readers could see two things.
 *
 * @throws HG_UNAVAILABLE_SOURCE, HG_REFUSED_SOURCE, HG_NOT_FOUND, HG_AUTH_*, HG_LIMIT_BYTES, HG_LIMIT_DEADLINE
 */
export async function fetchJson(url: URL, token: string | undefined, network: Network): Promise<Json> {
  const pulse = new Pulse(url, network.stallMs);
  try {
    const answer = await follow({ url, token, headers: { Accept: 'application/json' } }, network, pulse);
    return parsed(url, await bytesOf(answer, pulse));
  } finally {
    pulse.stop();
  }
}

async function bytesOf(answer: Answer, pulse: Pulse): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readBody(answer, LIMITS.maxBytes, pulse)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Numbers past 2^53 stand in many descriptions of tokenizers (`model_max_length`), and no size of ours is one; half a letter is refused where it is a name. */
const COMMON: ReadonlySet<string> = new Set(['big-integer', 'lone-surrogate']);

function parsed(url: URL, bytes: Uint8Array): Json {
  try {
    const { value, notes } = readJson(bytes, LIMITS);
    if (notes.every(({ kind }) => COMMON.has(kind))) return value;
  } catch (error) {
    if (asHorngateError(error).code === 'HG_INTERNAL') throw error;
  }
  throw unavailable(url, 'it answers with no JSON that every reader sees alike');
}
