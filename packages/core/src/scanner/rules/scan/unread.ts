import { defineCheck } from '../../define-check.ts';
import { causeOf, observe } from '../../troubles.ts';

/** Something that we do not read yet. Not read must never look like clean. */
export const scanUnread = defineCheck<'scan'>({
  id: 'scan/unread',
  policy: 'multi-tenant/model-sharing',
  severity: 'medium',
  about: 'A part of the file was not looked at.',
  advice: 'Take it as not scanned.',
  references: [],

  *check({ troubles }) {
    for (const trouble of troubles) if (causeOf(trouble.error) === 'gap') yield observe(trouble);
  },
});
