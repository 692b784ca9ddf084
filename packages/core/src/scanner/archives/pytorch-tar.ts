import { slice } from '../../artifact/source.ts';
import type { TarMember } from '../../artifact/tar/read-tar.ts';
import type { ByteSource } from '../../words/ports.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import { type PickleOptions, policyWith, scanPickles } from '../pickle/scan-pickles.ts';
import { storagesLayout, type TarKeys, tensorsLayout } from '../pickle/torch-tar.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, together, within } from '../seen.ts';
import { Sights } from '../sights.ts';

/** Members that `legacy_load` of torch/serialization.py reads; the fourth, `sys_info`, is a pickle like any other. */
const ROLES: Readonly<Record<string, (keys: TarKeys) => PickleOptions>> = {
  storages: (keys) => ({ layout: storagesLayout(keys) }),
  tensors: (keys) => ({ layout: tensorsLayout(keys) }),
  pickle: () => ({ context: 'torch-tar' }),
};

/** A checkpoint of PyTorch before 0.1.10. */
export const isTorchTar = (files: readonly TarMember[]): boolean => Object.keys(ROLES).every((name) => files.some(({ path }) => path === name));

/** The members that the loader reads, each as it reads it, and the others by their content. Of two with one name each is read: loaders take the last. */
export function scanTorchTar(source: ByteSource, files: readonly TarMember[], scope: Scope): Inner[] {
  const keys: TarKeys = { has: new Set(), asked: new Set() };
  const inner = files.map((member) => {
    const { path, offset, bytes } = member;
    const open = (): ByteSource => slice(source, offset, bytes);
    const role = Object.hasOwn(ROLES, path) ? ROLES[path] : undefined;
    return role === undefined ? scope.inside(path, open) : scanRole(path, open, { ...role(keys), policy: policyWith(scope.ports.allow) }, keys);
  });
  return [...inner, { findings: runChecks(CHECKS.pytorch, { sights: missing(keys).list, troubles: [] }), troubles: [] }];
}

function scanRole(path: string, open: () => ByteSource, options: PickleOptions, keys: TarKeys): Inner {
  const parts = new Parts();
  const seen = parts.attempt(undefined, () => scanPickles(open(), options));
  for (const key of seen?.asked ?? []) keys.asked.add(key);
  return within(path, together([...(seen === undefined ? [] : [seen]), { findings: [], troubles: parts.troubles }]));
}

function missing({ has, asked }: TarKeys): Sights {
  const sights = new Sights();
  for (const key of asked) if (!has.has(key)) sights.add('storage', `Has no tensor or storage with the key ${key}`, {});
  return sights;
}
