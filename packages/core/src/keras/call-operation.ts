import { type Value, withMask } from '../graph/values.ts';
import type { DType } from '../tensor/dtype.ts';
import { isDType, isFloat } from '../tensor/dtype.ts';
import { isHalf } from '../tensor/half.ts';
import { leave, typesIn, widened } from './autocast.ts';
import { callOf, fieldsOf } from './call.ts';
import type { AnyOperation } from './define-operation.ts';
import { FLOAT32 } from './layer-types.ts';
import { valuesIn } from './operand.ts';
import { bindArguments, type Given, type Site } from './site.ts';

/** Lowers one call of an operation: config, arguments, types. Masks end here. */
export function callOperation(site: Site, definition: AnyOperation): readonly Value[] {
  const { g } = site;
  const fields = fieldsOf(site);
  const config = definition.config?.(fields);
  fields.finish();
  const more = definition.open === true ? Object.keys(site.kwargs).filter((name) => !definition.arguments.includes(name)) : [];
  const called: Site = definition.rest === true ? { ...site, args: [{ kind: 'list', items: site.args }] } : site;
  const given = bindArguments(called, [...definition.arguments, ...more]);
  const own = definition.types === 'own';
  const wide = own ? given : new Map([...given].map(([name, operand]) => [name, widened(g, operand)]));
  const answer = definition.lower(g, config, callOf(site, wide, new Map(), FLOAT32));
  const passed = new Set([...wide.values()].flatMap(valuesIn).map(({ id }) => id));
  // Another tensor than the argument, as it is in Keras: a loss asks what made its argument, and this operation did.
  const values = [answer].flat().map((value) => withMask(passed.has(value.id) ? g.node('Identity', [value]) : value, undefined));
  return own ? values : values.map((value) => leave(g, value, answeredIn(site, given, definition)));
}

/** The type of what an operation answers in floats: the one that it names, else that of its inputs where they are halves of one kind. */
function answeredIn(site: Site, given: Given, { like }: AnyOperation): DType {
  const argument = given.get('dtype');
  const named = argument?.kind === 'json' ? argument.value : site.layer.object.config['dtype'];
  if (isDType(named)) return named;
  const floats = new Set([...given].flatMap(([name, operand]) => (like === undefined || name === like ? typesIn(operand) : [])).filter(isFloat));
  const [only] = floats;
  return floats.size === 1 && only !== undefined && isHalf(only) ? only : 'float32';
}
