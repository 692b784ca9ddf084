export interface Mount {
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** Rows of `/proc/self/mountinfo`: id, parent, device, root, mount point, options, optional fields, `-`, type, … Spaces in names are `\040`. */
export function readMounts(text = ''): Mount[] {
  return text.split('\n').flatMap((row) => {
    const [head = '', tail = ''] = row.split(' - ', 2);
    const [, , , , point, options] = head.split(' ');
    if (point === undefined || options === undefined) return [];
    return [{ point: unescaped(point), type: tail.split(' ', 1)[0] ?? '', options: options.split(',') }];
  });
}

/** The mount that holds a path: the longest mount point above it; of two on one point, the later covers the earlier. */
export function mountOf(text: string | undefined, path: string): Mount | undefined {
  const above = readMounts(text).filter(({ point }) => path === point || path.startsWith(point === '/' ? '/' : `${point}/`));
  return above.reduce<Mount | undefined>((best, mount) => (best === undefined || mount.point.length >= best.point.length ? mount : best), undefined);
}

const unescaped = (text: string): string => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
