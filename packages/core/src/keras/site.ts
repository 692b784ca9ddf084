import type { GraphBuilder } from '../graph/builder.ts';
import type { Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';
import type { Operand } from './operand.ts';
import type { LayerSpec } from './spec.ts';
import type { States } from './states.ts';
import type { WeightSource } from './weight-source.ts';

/** One call of one layer or operation, before it is lowered. */
export interface Site {
  readonly g: GraphBuilder;
  readonly weights: WeightSource;
  readonly writer: 2 | 3;
  /** Of the layer in the weights file. */
  readonly path: string;
  readonly layer: LayerSpec;
  readonly args: readonly Operand[];
  readonly kwargs: Readonly<Record<string, Operand>>;
  readonly nest: Nest;
}

/** How a layer reaches those that stand in its config. */
export interface Nest {
  /** States of all layers, by the path of the layer and the place in it. */
  readonly states: States;
  pathOf(layer: LayerSpec): string;
  call(layer: LayerSpec, args: readonly Operand[], kwargs: Readonly<Record<string, Operand>>): readonly Value[];
}

/** Arguments of a call by name. */
export type Given = ReadonlyMap<string, Operand>;

/** Positional and named arguments by name; null means "not passed". */
export function bindArguments(site: Site, names: readonly string[]): Given {
  if (site.args.length > names.length) throw place(site, 'HG_ARTIFACT_GRAPH', `Cannot call the layer with ${site.args.length} arguments`);
  const given = new Map<string, Operand>();
  const pass = (name: string, operand: Operand): void => {
    if (given.has(name)) throw place(site, 'HG_ARTIFACT_GRAPH', `Cannot pass the argument "${name}" twice`);
    if (!(operand.kind === 'json' && operand.value === null)) given.set(name, operand);
  };
  site.args.forEach((operand, index) => {
    pass(names[index] ?? '', operand);
  });
  for (const [name, operand] of Object.entries(site.kwargs)) {
    if (!names.includes(name)) throw place(site, 'HG_UNSUPPORTED_FIELD', `Cannot compile a call with the argument "${name}"`);
    pass(name, operand);
  }
  return given;
}

export const place = (site: Site, code: ConstructorParameters<typeof HorngateError>[0], message: string): HorngateError =>
  new HorngateError(code, message, { where: { member: 'config.json', pointer: site.layer.object.pointer } });
