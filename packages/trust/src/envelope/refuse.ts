import { HorngateError, type Where } from '@horngate/core/words';

/** A signature that does not prove what was asked. Message grammar as everywhere. @throws HG_REFUSED_SIGNATURE */
export function refuse(message: string, where: Where = {}, cause?: unknown): never {
  throw new HorngateError('HG_REFUSED_SIGNATURE', message, { where, ...(cause === undefined ? {} : { cause }) });
}
