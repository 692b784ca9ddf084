import type { Statement } from '../envelope/statement.ts';
import { DIGEST_BYTES } from '../hashing/algorithm.ts';
import { digestField } from './digest-field.ts';
import type { Manifest } from './manifest.ts';
import { safeName } from './names.ts';
import { once } from './once.ts';
import { rootDigest } from './root-digest.ts';

/** The statement of v0.2: one subject a file, SHA-256, and neither a root nor the name of the model. What is ignored is what v0.2 ignored by default. */
export function readManifestV02({ subject }: Statement, maxResources: number): Manifest {
  const resources = subject.list(maxResources).map((file) => ({
    path: safeName(file.at('name')),
    start: 0,
    end: 0,
    digest: digestField(file.at('digest').at('sha256'), DIGEST_BYTES.sha256),
  }));
  return {
    format: 'v0.2',
    name: undefined,
    root: rootDigest(once(resources).map(({ digest }) => digest)),
    serialization: { method: 'files', algorithm: 'sha256', shardSize: 0, allowSymlinks: false, ignorePaths: [] },
    resources,
  };
}
