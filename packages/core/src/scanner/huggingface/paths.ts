/** Whether a name stays in the folder that it is read from: no root, no drive, no address, no way up, on no system. */
export function staysInside(path: string): boolean {
  if (/^(?:[/\\~]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path) || path.includes('\0')) return false;
  return path.split(/[/\\]/).every((part) => part.trim() !== '..');
}
