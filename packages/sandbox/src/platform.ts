import { HorngateError } from '@horngate/core/words';

/** Whom guests become when the parent is root, and names no other: "nobody", who owns no file. */
export const GUEST_UID = 65534;

/** The user of a guest: null where the parent is not root, and so cannot choose. */
export const guestUid = (asked?: number): number | null => (process.getuid?.() === 0 ? (asked ?? GUEST_UID) : null);

/** @throws HG_UNSUPPORTED_PLATFORM elsewhere than on Linux and x86-64. */
export function checkPlatform(platform: string = process.platform, architecture: string = process.arch): void {
  if (platform === 'linux' && architecture === 'x64') return;
  throw new HorngateError('HG_UNSUPPORTED_PLATFORM', `Cannot confine a guest as the host must be "linux" on "x64": found "${platform}" on "${architecture}"`);
}
