import { globSources, read } from './files.testing.ts';

export interface Import {
  /** Path from the root of the repository. */
  readonly from: string;
  /** As written, `../words/error.ts`; for a relative one, `file` is where it leads. */
  readonly target: string;
  readonly file: string | undefined;
  /** `import type` and `export type`: gone at run time. */
  readonly typeOnly: boolean;
}

// Statements as Biome formats them: a clause has no quote and no semicolon in it, so a match cannot run into the next statement.
const STATIC = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\b(?:import|require)\(\s*'([^']+)'/g;

/** Imports of all sources of packages, tests aside. */
export function importsOfPackages(): readonly Import[] {
  return globSources().flatMap((from) => importsOf(from, read(from)));
}

export function importsOf(from: string, text: string): readonly Import[] {
  const code = withoutComments(text);
  const found = [...code.matchAll(STATIC)].map(([, type, target = '']) => ({ target, typeOnly: type !== undefined }));
  const late = [...code.matchAll(DYNAMIC)].map(([, target = '']) => ({ target, typeOnly: false }));
  return [...found, ...late].map(({ target, typeOnly }) => ({ from, target, typeOnly, file: target.startsWith('.') ? join(from, target) : undefined }));
}

/** Comments may name what code may not; a quoted `//` only loses the rest of its line here. */
export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

function join(from: string, target: string): string {
  return new URL(target, `file:///${from}`).pathname.slice(1);
}

/** One cycle as a list of files, or nothing. Depth first, with an explicit stack of what is open. */
export function cycleIn(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const closed = new Set<string>();
  const open: string[] = [];
  const visit = (file: string): readonly string[] | undefined => {
    if (open.includes(file)) return [...open.slice(open.indexOf(file)), file];
    if (closed.has(file)) return undefined;
    open.push(file);
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    open.pop();
    closed.add(file);
    return undefined;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
