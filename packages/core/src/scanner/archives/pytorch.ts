import type { ZipArchive, ZipEntry } from '../../artifact/zip/zip.ts';
import { runChecks } from '../define-check.ts';
import { Parts } from '../parts.ts';
import type { PickleContext } from '../pickle/judge.ts';
import { policyWith, scanPickles } from '../pickle/scan-pickles.ts';
import type { Storage } from '../pickle/storages.ts';
import { CHECKS } from '../rules/index.ts';
import type { Scope } from '../scope.ts';
import { type Inner, together, within } from '../seen.ts';
import { Sights } from '../sights.ts';
import type { ArchiveKind } from './archive-kind.ts';
import { memberInside, openMember } from './plain.ts';

/** Members that PyTorch reads as pickles (`torch/serialization.py`, `torch/csrc/jit/serialization`). */
const PICKLES = /\.(pkl|debug_pkl)$/;
const CODE = /(^|\/)code\/.*\.py$/;
/** Texts that say how the others are written. */
const NOTES = /(^|\/)(version|byteorder|\.format_version|\.storage_alignment|\.data\/[\w.]+|archive_format|attributes)$/;
const RAW = /(^|\/)(data|constants|tensors)\/[^/]+$/;

/** A checkpoint of PyTorch since 1.6, or a model of TorchScript: `data.pkl` in a folder, with the bytes of its tensors beside it. */
export const pytorch: ArchiveKind = {
  kind: 'pytorch',
  accepts: ({ entries }) => entries.some(({ path }) => /^([^/]+\/)?data\.pkl$/.test(path)),
  scan: scanMembers,
};

function scanMembers(archive: ZipArchive, scope: Scope): Inner[] {
  const files = archive.entries.filter(({ directory }) => !directory);
  const code = files.filter(({ path }) => CODE.test(path));
  const context: PickleContext = code.length > 0 ? 'torchscript' : 'torch';
  const storages = new Map<string, Storage>();
  const inner = files.filter(({ path }) => PICKLES.test(path)).map((entry) => scanPickle(archive, entry, scope, context, storages));
  const sights = new Sights();
  for (const entry of files) inner.push(...scanOther(archive, entry, scope, storages, sights));
  if (code[0] !== undefined) sights.add('code', `Holds ${code.length} files of TorchScript code`, { member: code[0].path, offset: code[0].offset });
  for (const { key } of storages.values()) sights.add('storage', `Has no member for the storage "${key.slice(0, 80)}"`, {});
  return [...inner, { findings: runChecks(CHECKS.pytorch, { sights: sights.list, troubles: [] }), troubles: [] }];
}

function scanPickle(archive: ZipArchive, entry: ZipEntry, scope: Scope, context: PickleContext, storages: Map<string, Storage>): Inner {
  const parts = new Parts();
  const seen = parts.attempt(undefined, () => scanPickles(openMember(archive, entry, scope), { context, policy: policyWith(scope.ports.allow) }));
  for (const [key, storage] of seen?.storages ?? []) storages.set(key, storage);
  return within(entry.path, together([...(seen === undefined ? [] : [seen]), { findings: [], troubles: parts.troubles }]));
}

/** Raw bytes that the pickle names are bytes of tensors, whatever they look like. All else is looked at by its content. */
function scanOther(archive: ZipArchive, entry: ZipEntry, scope: Scope, storages: Map<string, Storage>, sights: Sights): Inner[] {
  const { path } = entry;
  if (PICKLES.test(path) || CODE.test(path)) return [];
  const key = RAW.test(path) ? path.slice(path.lastIndexOf('/') + 1) : undefined;
  const storage = key === undefined ? undefined : storages.get(key);
  if (key === undefined || storage === undefined) return NOTES.test(path) && entry.bytes <= MAX_NOTE ? [] : [memberInside(archive, entry, scope)];
  storages.delete(key);
  if (entry.bytes !== storage.bytes)
    sights.add('storage', `The storage "${key.slice(0, 80)}" has ${entry.bytes} bytes, and the pickle says ${storage.bytes}`, {
      member: path,
      offset: entry.offset,
    });
  return [verified(archive, entry, scope)];
}

const MAX_NOTE = 256;

function verified(archive: ZipArchive, entry: ZipEntry, scope: Scope): Inner {
  const parts = new Parts();
  parts.attempt(entry.path, () => openMember(archive, entry, scope));
  return { findings: [], troubles: parts.troubles };
}
