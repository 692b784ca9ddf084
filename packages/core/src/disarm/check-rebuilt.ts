import type { Json } from '../artifact/json/json.ts';
import { scanDescription } from '../scanner/scan-json.ts';
import { type Code, HorngateError } from '../words/error.ts';
import type { Limits } from '../words/limits.ts';

const CODE = /^keras\/(code-class|custom-object|lambda-bytecode|unknown-class|unknown-function|unknown-module|unsafe-setting)$/;

/**
 * Looks at a rebuilt description as the scanner looks at any: what is left of a path, a name that is one, or a value of another type is refused.
 *
 * @returns whether the only things found stand in the training configuration.
 * @throws HG_ARTIFACT_CODE, HG_ARTIFACT_FIELD with the place of the first other one.
 */
export function findsInTraining(config: Json, members: readonly string[], limits: Limits): boolean {
  const { findings, troubles } = scanDescription(
    { member: 'config.json', config, metadata: undefined, members: members.map((path) => ({ path, offset: 0 })) },
    limits,
  );
  for (const { error } of troubles) throw error;
  const found = findings.filter(({ severity }) => severity !== 'info');
  const other = found.find(({ where }) => !/\/compile_config(\/|$)/.test(where.pointer ?? ''));
  if (other === undefined) return found.length > 0;
  const code: Code = CODE.test(other.check) ? 'HG_ARTIFACT_CODE' : 'HG_ARTIFACT_FIELD';
  throw new HorngateError(code, `Cannot rebuild the model as "${other.check}" is found in its description: ${other.message}`, { where: other.where });
}
