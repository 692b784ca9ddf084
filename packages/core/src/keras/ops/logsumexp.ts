import { reduced, reduction } from './base-reduction.ts';
import { real } from './operands.ts';

/** `keras.ops.logsumexp`: over the greatest element, so that nothing overflows. */
export const logsumexp = reduction('Logsumexp', (g, given, { axes, keep }, call) => {
  const x = real(g, call, given);
  const most = reduced(g, 'ReduceMax', x, axes, true);
  const finite = g.node('Less', [g.node('Abs', [most]), g.scalar(Number.POSITIVE_INFINITY)]);
  const base = g.node('Where', [finite, most, g.scalar(0)]);
  const sum = reduced(g, 'ReduceSum', g.node('Exp', [g.node('Sub', [x, base])]), axes, true);
  const answer = g.node('Add', [g.node('Log', [sum]), base]);
  return keep || axes.length === 0 ? answer : g.node('Squeeze', [answer, g.ints(axes)]);
});
