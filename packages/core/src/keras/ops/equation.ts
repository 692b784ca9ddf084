import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';

/** Letters of each operand and of the answer, without an ellipsis; `gone` are axes of 1 that an operand is to lose, as others there are longer. */
export interface Equation {
  readonly terms: readonly string[];
  readonly answer: string;
  readonly gone: readonly (readonly number[])[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Reads the subscripts of `einsum` for operands of these ranks. An ellipsis stands for what a term does not name, and broadcasts; without an arrow the
 * answer has the ellipsis and the letters that stand once, in their order: Keras names them anew, a to z, as they come (`_normalize_einsum_subscripts`).
 *
 * @throws HG_ARTIFACT_FIELD for what is no equation of these operands.
 */
export function readEquation(subscripts: string, operands: readonly Value[], call: Call): Equation {
  const text = subscripts.replaceAll(' ', '');
  const wrong = (why: string): Error =>
    call.refuse('HG_ARTIFACT_FIELD', `Cannot read "${subscripts.slice(0, 80)}" as an equation of ${operands.length} operands: ${why}`);
  if (text.length > 512 || !/^[a-zA-Z.,]*(->[a-zA-Z.]*)?$/.test(text) || /(^|[^.])\.{1,2}([^.]|$)|\.{4}/.test(text)) throw wrong('it has other signs');
  const [left = '', right] = text.split('->');
  const given = left.split(',');
  if (given.length !== operands.length) throw wrong(`it has ${given.length}`);
  const free = [...LETTERS].filter((letter) => !text.includes(letter));
  const widths = given.map((term, index) => (operands[index]?.dims.length ?? 0) - term.replace('...', '').length);
  if (widths.some((width, index) => (given[index]?.includes('...') ? width < 0 : width !== 0))) throw wrong('ranks differ');
  const dots = free.slice(0, Math.max(0, ...widths)).join('');
  if (dots.length < Math.max(0, ...widths)) throw wrong('it has too many axes');
  const terms = given.map((term, index) => term.replace('...', dots.slice(dots.length - (widths[index] ?? 0))));
  const answer = (right ?? implied(given)).replace('...', dots);
  if (right?.includes('...') === false && dots !== '') throw wrong('an ellipsis is lost');
  if (new Set(answer).size !== answer.length) throw wrong('a letter stands twice in the answer');
  return short(terms, answer, operands, dots);
}

function implied(terms: readonly string[]): string {
  const all = terms.join('').replaceAll('.', '');
  const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter));
  return (terms.some((term) => term.includes('...')) ? '...' : '') + once.join('');
}

/** Axes of 1 below an ellipsis do not take part where another operand has more. */
function short(terms: readonly string[], answer: string, operands: readonly Value[], dots: string): Equation {
  const isOne = (index: number, axis: number): boolean => operands[index]?.dims[axis] === 1;
  const longer = (letter: string): boolean => terms.some((term, index) => term.includes(letter) && !isOne(index, term.indexOf(letter)));
  const gone = terms.map((term, index) => [...term].flatMap((letter, axis) => (dots.includes(letter) && isOne(index, axis) && longer(letter) ? [axis] : [])));
  return { terms: terms.map((term, index) => [...term].filter((_, axis) => !gone[index]?.includes(axis)).join('')), answer, gone };
}
