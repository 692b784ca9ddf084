import type { Artifact } from './artifact.ts';
import { startReader } from './guests.ts';
import { descriptorsOf, guestFiles } from './opened.ts';
import { record } from './reported.ts';

/** What a model is, as a reader guest describes it; JSON of a bounded size, for printing and not for believing. */
export async function inspect({ file, options }: Artifact): Promise<Readonly<Record<string, unknown>>> {
  const guest = await startReader(options, descriptorsOf(file), file.bytes);
  try {
    const params = { files: guestFiles(file), limits: options.policy.limits };
    return record((await guest.channel.call('inspect', params, [], { deadlineMs: options.policy.limits.deadlineMs })).result);
  } finally {
    guest.kill();
  }
}
