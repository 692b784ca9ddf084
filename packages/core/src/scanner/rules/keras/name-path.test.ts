import { dense, json, LAYER, object, ruleTest, sequential, withLayer } from '../../check.testing.ts';
import { namePath } from './name-path.ts';

const named = (name: unknown) => withLayer({ ...dense(), config: { name } });
const at = `${LAYER}/config/name`;

ruleTest(
  namePath,
  {
    'a name that leads out': [named('../../x'), at],
    'a name with a slash': [named('a/b'), at],
    'a name with a backslash': [named('a\\b'), at],
    'a name with a NUL': [named('a\0b'), at],
    'the parent folder': [named('..'), at],
    'a hidden folder': [named('.ssh'), at],
    'the name beside the configuration': [withLayer({ ...dense(), name: 'a/b' }), `${LAYER}/name`],
    'the name of the model': [json({ ...sequential([]), config: { name: '/m', layers: [] } }), '/config/name'],
    'the name of a class that is in no table': [withLayer(object('X', null, { name: '../x' })), at],
  },
  {
    'spaces and brackets': named('my layer (1)'),
    'other scripts': named('слой 層 größe'),
    'dots inside': named('block1.conv..relu'),
    'no text': named(null),
    'an empty one': named(''),
    'a right-to-left name': named('שכבה'),
    'a class that has a path elsewhere': withLayer({ ...dense(), config: { activation: 'a/b' } }),
  },
);
