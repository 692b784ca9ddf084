import { defineCheck } from '../../define-check.ts';
import { sightsOf } from '../../sights.ts';

/** A dotted name, a name of the interpreter itself, or a state that sets one: the ways around lists of modules (`numpy` and `f2py.crackfortran`). */
export const pickleAttributeTraversal = defineCheck<'pickle'>({
  id: 'pickle/attribute-traversal',
  policy: 'multi-tenant/model-sharing',
  severity: 'high',
  about: 'Names that lead through attributes reach what no list of modules shows, and change how objects are loaded.',
  advice: 'Do not load the file unless you can say why a pickle of this kind needs this name.',
  references: ['CWE-502', 'CWE-184'],

  check: sightsOf('attribute-traversal'),
});
