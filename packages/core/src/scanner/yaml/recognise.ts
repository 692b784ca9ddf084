/** Keys that begin a line of Python or of prose, and none of a configuration. */
const STATEMENT = /^(?:async|class|def|elif|else|except|finally|for|from|if|import|lambda|match|return|try|while|with)\b/;
const KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\p{L}\p{N}_./$<*-][\p{L}\p{N}_ ./$+@()*-]{0,79}?)[ \t]*:(?:[ \t]|$)/u;
/** What else may begin a line without indentation. */
const OTHER = /^(?:#|%[A-Z]|---(?:\s|$)|\.\.\.\s*$|[-?:] |[-?]$|[\]}])/;
const TAGGED = /^(?:--- *)?(?:-[ \t]+)*(?:[\w."'-]+:[ \t]+)?[![{&]/;

/**
 * Whether a text is a configuration in YAML, by its first lines: almost any text is YAML, so each line without indentation must be a key, an entry of a
 * list, a comment or a mark. Front matter of Markdown ends in prose, a licence begins with it, and Python's lines that end in a colon are statements.
 */
export function looksLikeYaml(start: string, whole: boolean): boolean {
  const lines = start.split(/\r\n?|\n/);
  if (!whole) lines.pop();
  const outer = lines.filter((line) => /^\S/.test(line) && !line.startsWith('#'));
  const first = outer.find((line) => !/^(?:---|\.\.\.|%[A-Z].*)?\s*$/.test(line));
  if (first === undefined) return false;
  if (/^(?:---[ \t]+)?(?:[-?][ \t]+)*!(?:[!<]|\w+!)/.test(first)) return true;
  return lines.some(isPair) && outer.every((line) => (isKey(line) || OTHER.test(line) || TAGGED.test(line)) && !isFence(line)) && !isProse(lines);
}

const isKey = (line: string): boolean => KEY.test(line) && !STATEMENT.test(line);
/** A key by itself or in a list. */
const isPair = (line: string): boolean => isKey(line.replace(/^(?:[ \t]*-[ \t]+|[ \t]+)+/, '')) || /^[ \t]*(?:- )*[[{!&]/.test(line);
const isFence = (line: string): boolean => line.startsWith('```');

/** Markdown behind front matter: a second mark, and a heading or prose after it. */
function isProse(lines: readonly string[]): boolean {
  const marks = lines.flatMap((line, at) => (/^---\s*$/.test(line) ? [at] : []));
  const [, second] = marks;
  if (marks[0] !== 0 || second === undefined) return false;
  const behind = lines.slice(second + 1).find((line) => line.trim() !== '');
  return behind === undefined || behind.startsWith('#') || !isKey(behind);
}
