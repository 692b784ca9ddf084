import type { Message, Node } from '../../artifact/protobuf/message.ts';
import { HorngateError } from '../../words/error.ts';
import { Parts } from '../parts.ts';

/** What is looked at in a message, by the names of its fields. Fields that are not named here are data. */
export type Visitors = Readonly<Record<string, (node: Node) => void>>;

const MAX_TROUBLES = 100;

/** Walks messages of one file. A message that breaks off is noted, and its siblings are walked all the same; a budget that is passed ends the walk. */
export class Visit {
  readonly parts = new Parts();
  readonly #unknown = new Set<string>();

  each(message: Message | undefined, visitors: Visitors): void {
    if (message === undefined) return;
    try {
      for (const node of message.fields()) this.#visit(message, node, visitors);
    } catch (error) {
      if (!(error instanceof HorngateError) || !error.code.startsWith('HG_ARTIFACT_') || this.parts.troubles.length >= MAX_TROUBLES) throw error;
      this.parts.note(error, undefined);
    }
  }

  #visit(message: Message, node: Node, visitors: Visitors): void {
    if (Object.hasOwn(visitors, node.name)) visitors[node.name]?.(node);
    else if (node.name === '' && !node.faulty && !this.#unknown.has(message.type)) {
      this.#unknown.add(message.type);
      const error = new HorngateError(
        'HG_UNSUPPORTED_FORMAT',
        `Cannot look into a field of ${message.type} as it must be one that we know: it is newer or foreign`,
        {
          where: { offset: node.offset },
        },
      );
      this.parts.note(error, undefined);
    }
  }
}

/** Names and types: longer ones are nobody's. */
export const MAX_NAME = 4096;

export const nameOf = (node: Node): string => node.text(MAX_NAME);
