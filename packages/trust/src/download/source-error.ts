import { type Code, HorngateError } from '@horngate/core/words';

/** An address as it may stand in a message: without what follows `?`, which may be a signature or a token, and without a user's name. */
export const shown = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`.slice(0, 500);

export const refusedSource = (url: URL, wanted: string, found: string): HorngateError =>
  new HorngateError('HG_REFUSED_SOURCE', `Cannot download from "${shown(url)}" as it must ${wanted}: ${found}`);

export const unavailable = (url: URL, found: string): HorngateError =>
  new HorngateError('HG_UNAVAILABLE_SOURCE', `Cannot download from "${shown(url)}" as it must answer as HTTP does: ${found}`);

/** Errors of sockets and TLS by their code alone: their texts may quote what they were given. */
export function asSourceError(error: unknown, url: URL): HorngateError {
  if (error instanceof HorngateError) return error;
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return new HorngateError('HG_INTERNAL', `Cannot download from "${shown(url)}"`, { cause: error });
  return unavailable(url, FOUND[code] ?? code);
}

const FOUND: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was cut',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the name has no address',
  HPE_HEADER_OVERFLOW: 'its headers are longer than 16 KiB',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)',
};

/** What a status other than success means for the caller. */
export function statusError(url: URL, status: number): HorngateError {
  const [code, found] = STATUS[status] ?? (['HG_UNAVAILABLE_SOURCE', 'the source answers so'] as const);
  return new HorngateError(code, `Cannot download from "${shown(url)}" as it must answer with the file: status ${status}, ${found}`);
}

const STATUS: Readonly<Record<number, readonly [Code, string]>> = {
  401: ['HG_AUTH_REQUIRED', 'it asks for a token (--token-env)'],
  403: ['HG_AUTH_DENIED', 'it is not for this token, or for nobody'],
  404: ['HG_NOT_FOUND', 'it is not there'],
  410: ['HG_NOT_FOUND', 'it is gone'],
};
