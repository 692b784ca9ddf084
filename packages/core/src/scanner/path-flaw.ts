const DRIVE = /^[A-Za-z]:/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;

/** What is wrong with a path that must lead to a file beside the model; undefined where nothing is. The path is the sender's. */
export function pathFlaw(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.startsWith('*/')) return 'stands for a place in memory';
  if (path.startsWith('/')) return 'starts at the root';
  if (path.startsWith('~')) return 'starts at a home folder';
  if (DRIVE.test(path)) return 'names a drive';
  if (SCHEME.test(path)) return 'is an address';
  if (path.includes('\\')) return 'has a backslash, which is a folder for some readers';
  if (path.split('/').includes('..')) return 'leads out of its folder';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  return /[\u0000-\u001f\u007f]/.test(path) ? 'has control characters' : undefined;
}
