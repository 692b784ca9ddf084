import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';

/** A repository of a hub on loopback, which answers as the hub does: `GET /api/models/{repo}/revision/{revision}?blobs=true`, and `/{repo}/resolve/{commit}/{path}`. */
export interface HubRepository {
  readonly commit: string;
  /** Content by path. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** Files that lie in large storage; the hub redirects to where that is. */
  readonly large: readonly string[];
  readonly storage?: string;
  /** Changes a listing before it is sent, as a hostile hub does. */
  readonly change?: (listing: { sha: string; siblings: Record<string, unknown>[] }) => unknown;
  /** Sends other bytes than listed. */
  readonly send?: (path: string) => Buffer | undefined;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blobOf = (bytes: Uint8Array): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

export const hub =
  (name: string, { commit, files, large, storage, change, send }: HubRepository): RequestListener =>
  (request, response) => {
    const url = (request.url ?? '').replace(/\?Signature=.*/, '');
    if ([`/api/models/${name}/revision/main`, `/api/models/${name}/revision/${commit}`].includes(url.replace('?blobs=true', ''))) {
      const siblings = Object.entries(files).map(([rfilename, bytes]) => ({
        rfilename,
        size: bytes.length,
        blobId: blobOf(bytes),
        ...(large.includes(rfilename) ? { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 } } : {}),
      }));
      const listing = { id: name, config: { model_max_length: 1e30 }, sha: commit, private: false, siblings };
      response
        .setHeader('Content-Type', 'application/json')
        .end(JSON.stringify(change === undefined ? listing : change(listing)).replace('1e+30', '1000000000000000019884624838656'));
      return;
    }
    const prefix = `/${name}/resolve/${commit}/`;
    const path = url.startsWith(prefix) ? decodeURIComponent(url.slice(prefix.length)) : url.startsWith('/storage/') ? decodeURIComponent(url.slice(9)) : '';
    const bytes = send?.(path) ?? files[path];
    if (url.startsWith(`/api/models/${name}/tree/`)) {
      // Asked by huggingface_hub, not by us.
      const tree = Object.entries(files).map(([path, content]) => ({
        type: 'file',
        path,
        size: content.length,
        oid: blobOf(content),
        ...(large.includes(path) ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {}),
      }));
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(tree));
      return;
    }
    response.setHeader('X-Repo-Commit', commit);
    if (bytes !== undefined && large.includes(path)) response.setHeader('X-Linked-Etag', `"${sha256(bytes)}"`).setHeader('X-Linked-Size', bytes.length);
    if (bytes === undefined) response.writeHead(404).end();
    else if (large.includes(path) && url.startsWith(prefix))
      response.writeHead(302, { Location: `${storage ?? ''}/storage/${encodeURIComponent(path)}?Signature=secret` }).end();
    else response.writeHead(200, { ETag: `"${blobOf(bytes)}"`, 'Content-Length': bytes.length }).end(bytes);
  };
