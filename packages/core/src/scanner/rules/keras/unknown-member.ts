import { defineCheck } from '../../define-check.ts';
import { quote } from '../../quote.ts';
import type { KerasSubject } from '../../subjects.ts';
import { PICKLED } from './pickle-member.ts';

const ARCHIVE: NonNullable<KerasSubject['own']> = new Map(['metadata.json', 'config.json', 'model.weights.h5'].map((name) => [name, 'needed']));
/** Classes that keep files below `assets/` (their `save_assets`): lookups, and the tables inside the other two. */
const WITH_ASSETS = new Set(['StringLookup', 'IntegerLookup', 'TextVectorization', 'FeatureSpace']);

/** A member that Keras does not write. Assets are expected where the configuration has a layer that keeps some. */
export const unknownMember = defineCheck({
  id: 'keras/unknown-member',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'The file carries something that is not part of a Keras model, and that nobody has looked at.',
  advice: 'Save the model again with Keras; what is not part of it is left out.',
  references: ['CWE-506'],

  *check(subject) {
    const own = subject.own ?? ARCHIVE;
    const assets = subject.objects.some(({ row }) => row !== undefined && WITH_ASSETS.has(row.known.class));
    for (const { path, offset } of subject.members) {
      if (own.has(path) || PICKLED.test(path) || (assets && /^assets(\/|$)/.test(path))) continue;
      yield { where: { member: path, offset }, message: `Holds the member ${quote(path)}, which no Keras model has` };
    }
    for (const [name, need] of own)
      if (need === 'needed' && !subject.members.some(({ path }) => path === name)) yield { where: {}, message: `Has no member ${quote(name)}` };
  },
});
