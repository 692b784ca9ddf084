/**
 * Landlock: which files a guest may open, whoever it is. Laid on by the launcher for good, inherited by every thread.
 *
 * @see Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h of Linux 6.15
 */
export type Access = 'read' | 'execute' | 'write';

export interface PathRule {
  readonly path: string;
  /** `read`: file or folder · `execute`: also start it · `write`: make, read and change plain files in this folder, but not remove them. */
  readonly access: Access;
  /** Rights that only folders have must not be in the rule of a file (EINVAL). */
  readonly folder: boolean;
}

const EXECUTE = 1 << 0;
const WRITE_FILE = 1 << 1;
const READ_FILE = 1 << 2;
const READ_DIR = 1 << 3;
const MAKE_REG = 1 << 8;
const TRUNCATE = 1 << 14;
const IOCTL_DEV = 1 << 15;
const FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;

const RIGHTS: Readonly<Record<Access, number>> = {
  read: READ_FILE | READ_DIR,
  execute: READ_FILE | EXECUTE,
  write: READ_FILE | READ_DIR | WRITE_FILE | MAKE_REG | TRUNCATE,
};

/** The newest ABI that we know how to ask for; a newer kernel takes it too. */
export const NEWEST_ABI = 7;

/** What each ABI added, and what stands in for it on a kernel that has only an older one. */
const ADDED: readonly { readonly abi: number; readonly fs?: number; readonly net?: number; readonly scope?: number; readonly lacking: string }[] = [
  { abi: 1, fs: 0x1fff, lacking: 'Landlock: nothing confines the opening of files' },
  { abi: 2, fs: 1 << 13, lacking: 'Landlock ABI 2 (moving files between folders): always refused by ABI 1' },
  { abi: 3, fs: TRUNCATE, lacking: 'Landlock ABI 3 (truncation): covered by the system call filter' },
  { abi: 4, net: 3, lacking: 'Landlock ABI 4 (TCP): covered by the system call filter' },
  { abi: 5, fs: IOCTL_DEV, lacking: 'Landlock ABI 5 (device control): covered by the system call filter' },
  { abi: 6, scope: 3, lacking: 'Landlock ABI 6 (signals, abstract sockets): covered by the system call filter' },
];

export const lackingOf = (abi: number): string[] => ADDED.filter((row) => row.abi > abi).map((row) => row.lacking);

const sum = (abi: number, part: 'fs' | 'net' | 'scope'): number => ADDED.filter((row) => row.abi <= abi).reduce((bits, row) => bits | (row[part] ?? 0), 0);

/** `struct landlock_ruleset_attr`: everything that this ABI can refuse; as long as the ABI knows it. */
export function rulesetAttribute(abi: number): Uint8Array {
  const fields = [sum(abi, 'fs'), sum(abi, 'net'), sum(abi, 'scope')].slice(0, abi >= 6 ? 3 : abi >= 4 ? 2 : 1);
  return new Uint8Array(BigUint64Array.from(fields, BigInt).buffer);
}

/** `struct landlock_path_beneath_attr`, packed: rights u64, then room for the descriptor s32, which the launcher fills in. */
export function pathAttribute({ access, folder }: PathRule, abi: number): Uint8Array {
  const attribute = new Uint8Array(12);
  const rights = RIGHTS[access] & sum(abi, 'fs') & (folder ? ~0 : FILE_RIGHTS);
  new DataView(attribute.buffer).setBigUint64(0, BigInt(rights), true);
  return attribute;
}
