import { defineLine } from '../define-line.ts';
import { advised } from './advised.ts';

export const kerasGuestAdvisories = defineLine({
  id: 'runtime/keras-guest-advisories',
  severity: 'high',
  about: 'Known advisories of the Keras in its guest',
  why: 'Models that carry code are loaded by it, inside the Keras guest.',
  fix: 'Install a newer environment: horngate guest keras install.',
  source: 'docs/advisories.md of Horngate',
  read: (host) => advised(host, /^(keras|tensorflow|numpy)$/),
});
