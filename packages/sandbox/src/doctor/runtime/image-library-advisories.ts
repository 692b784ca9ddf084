import { defineLine } from '../define-line.ts';
import { advised } from './advised.ts';

export const imageLibraryAdvisories = defineLine({
  id: 'runtime/image-library-advisories',
  severity: 'high',
  about: 'Known advisories of sharp and of libvips',
  why: 'It decodes images that strangers sent, in native code, inside the media guest.',
  fix: 'Update Horngate, which names its version of sharp, and refresh the advisories.',
  source: 'docs/advisories.md of Horngate',
  read: (host) => advised(host, /^(sharp|libvips|@img\/sharp-.*)$/),
});
