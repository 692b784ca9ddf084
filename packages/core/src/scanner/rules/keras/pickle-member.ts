import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';

export const PICKLED = /\.(npz|npy|pkl|pickle|pt|pth|bin|joblib|dill)$/i;

/** Members that loaders read by pickle. `model.weights.npz` is a branch of Keras' own reader: its writer stores pickled objects, and we never read them. */
export const pickleMember = defineCheck({
  id: 'keras/pickle-member',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'The member is of a kind that is read by pickle, which runs code of its author.',
  advice: 'Ask for weights as `model.weights.h5`.',
  references: ['CWE-502'],

  *check({ members }) {
    for (const { path, offset } of members)
      if (PICKLED.test(path)) yield { where: { member: path, offset }, message: `Holds ${quote(path)}, a kind of file that is read by pickle` };
  },
});
