import { type DType, isDType } from '../../tensor/dtype.ts';
import type { Fields } from '../fields.ts';

/** A type from an operation's config; undefined where none is given. @throws HG_ARTIFACT_FIELD; HG_UNSUPPORTED_DTYPE for texts. */
export function dtypeOrNull(f: Fields, name = 'dtype'): DType | undefined {
  const dtype = f.raw(name) ?? undefined;
  if (dtype !== undefined && (!isDType(dtype) || dtype === 'string')) throw f.wrong(name, 'a dtype of numbers');
  return dtype as DType | undefined;
}
