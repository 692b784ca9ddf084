import { lockForGood, serveFrames } from '@horngate/sandbox/inside';
import { Engine } from './engine.ts';
import { native } from './native.ts';

/**
 * The runner guest: one sealed Program of one tenant. It never sees the original file.
 *
 * `load` maps the Program and answers with its goldens, `lock` closes everything but the two descriptors for good, and only then come tensors.
 */
const engine = new Engine(native);

void serveFrames({
  load: (params) => engine.load(params),
  lock: async () => {
    await lockForGood();
    return { result: {} };
  },
  predict: (params, tensors) => engine.predict(params, tensors),
});
