import { hasProto, isPickle } from '../pickle/probe.ts';
import { policyWith, scanPickles } from '../pickle/scan-pickles.ts';
import type { FormatScanner } from './format.ts';

/** Protocols 2 to 5 begin with PROTO; so may 0 and 1. */
export const pickle: FormatScanner = {
  format: 'pickle',
  proof: 'magic',
  accepts: ({ start }) => hasProto(start),
  scan: (source, { ports }) => scanPickles(source, { policy: policyWith(ports.allow) }),
};

/** Pickles without PROTO: protocols 0 and 1, which are text, and any other whose sender left it out. */
export const barePickle: FormatScanner = {
  format: 'pickle',
  proof: 'grammar',
  accepts: ({ source }) => isPickle(source),
  scan: (source, { ports }) => scanPickles(source, { policy: policyWith(ports.allow) }),
};
