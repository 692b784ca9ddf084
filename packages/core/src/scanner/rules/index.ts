import type { Check } from '../define-check.ts';
import type { Area } from '../subjects.ts';
import { hdf5Cycle } from './hdf5/cycle.ts';
import { hdf5ExternalLink } from './hdf5/external-link.ts';
import { hdf5ExternalStorage } from './hdf5/external-storage.ts';
import { hdf5Filter } from './hdf5/filter.ts';
import { hdf5ShapeBomb } from './hdf5/shape-bomb.ts';
import { hdf5SoftLink } from './hdf5/soft-link.ts';
import { hdf5Structure } from './hdf5/structure.ts';
import { hdf5VirtualDataset } from './hdf5/virtual-dataset.ts';
import { jsonDuplicateKey } from './json/duplicate-key.ts';
import { jsonEncoding } from './json/encoding.ts';
import { jsonStructure } from './json/structure.ts';
import { codeClass } from './keras/code-class.ts';
import { customObject } from './keras/custom-object.ts';
import { fieldType } from './keras/field-type.ts';
import { fileReference } from './keras/file-reference.ts';
import { lambdaBytecode } from './keras/lambda-bytecode.ts';
import { namePath } from './keras/name-path.ts';
import { pickleMember } from './keras/pickle-member.ts';
import { unknownClass } from './keras/unknown-class.ts';
import { unknownField } from './keras/unknown-field.ts';
import { unknownFunction } from './keras/unknown-function.ts';
import { unknownMember } from './keras/unknown-member.ts';
import { unknownModule } from './keras/unknown-module.ts';
import { unsafeSetting } from './keras/unsafe-setting.ts';
import { scanExtension } from './scan/extension.ts';
import { scanLimit } from './scan/limit.ts';
import { scanSeveralFormats } from './scan/several-formats.ts';
import { scanUnread } from './scan/unread.ts';
import { zipDuplicate } from './zip/duplicate.ts';
import { zipEncrypted } from './zip/encrypted.ts';
import { zipLink } from './zip/link.ts';
import { zipMismatch } from './zip/mismatch.ts';
import { zipPrefixData } from './zip/prefix-data.ts';
import { zipRatio } from './zip/ratio.ts';
import { zipStructure } from './zip/structure.ts';
import { zipTrailingData } from './zip/trailing-data.ts';
import { zipTraversal } from './zip/traversal.ts';

/** Every check, by what it looks at, sorted. One more is a file, its test and a line here. */
export const CHECKS: { readonly [A in Area]: readonly Check<A>[] } = {
  hdf5: [hdf5Cycle, hdf5ExternalLink, hdf5ExternalStorage, hdf5Filter, hdf5ShapeBomb, hdf5SoftLink, hdf5Structure, hdf5VirtualDataset],
  json: [jsonDuplicateKey, jsonEncoding, jsonStructure],
  keras: [
    codeClass,
    customObject,
    fieldType,
    fileReference,
    lambdaBytecode,
    namePath,
    pickleMember,
    unknownClass,
    unknownField,
    unknownFunction,
    unknownMember,
    unknownModule,
    unsafeSetting,
  ],
  scan: [scanExtension, scanLimit, scanSeveralFormats, scanUnread],
  zip: [zipDuplicate, zipEncrypted, zipLink, zipMismatch, zipPrefixData, zipRatio, zipStructure, zipTrailingData, zipTraversal],
};

/** All of them, for pages and contract tests. */
export const ALL_CHECKS = Object.values(CHECKS).flat();
