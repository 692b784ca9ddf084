import type { Message } from '../../artifact/protobuf/message.ts';
import { textMessage } from '../../artifact/protobuf/text-message.ts';
import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { nameOf, Visit } from '../protobuf/visit.ts';
import { TENSORFLOW_SCHEMA } from '../tensorflow/schema.ts';
import type { Folder } from './folder.ts';

const BINARY = 'saved_model.pb';
const TEXT = 'saved_model.pbtxt';
const INDEX = 'variables/variables.index';

/** A SavedModel: whether the variables and assets that its graph wants lie there, and whether loaders can take another graph than the one that was looked at. */
export function lookAtSavedModel(folder: Folder): void {
  if (folder.has(BINARY) && folder.has(TEXT))
    folder.sights.add('folder/two-descriptions', `Holds "${BINARY}" and "${TEXT}"; TensorFlow takes the first, other readers may take the second`, {
      member: TEXT,
    });
  for (const member of [BINARY, TEXT]) lookAtGraphs(member, folder);
  lookAtShards(folder);
}

function lookAtGraphs(member: string, folder: Folder): void {
  const file = folder.find(member);
  if (file === undefined) return;
  const visit = new Visit();
  const assets = new Set<string>();
  let saved = false;
  folder.parts.attempt(member, () =>
    visit.each(open(), {
      meta_graphs: (graph) =>
        visit.each(graph.message(), {
          saver_def: () => {
            saved = true;
          },
          asset_file_def: (asset) =>
            visit.each(asset.message(), {
              filename: (name) => {
                if (assets.size < MAX_ASSETS) assets.add(nameOf(name));
              },
            }),
        }),
    }),
  );
  if (saved) folder.expect(INDEX, 'the variables', { member });
  for (const asset of assets) folder.expect(`assets/${asset}`, 'the asset', { member });

  function open(): Message {
    const { source } = file as NonNullable<typeof file>;
    if (member === BINARY) return wireMessage(source, TENSORFLOW_SCHEMA, 'SavedModel', { left: folder.limits.maxStructures });
    const text = decodeUtf8(source.read(0, Math.min(source.size, folder.limits.maxConfigBytes)), 'replace');
    return textMessage(text, TENSORFLOW_SCHEMA, 'SavedModel', { left: folder.limits.maxStructures });
  }
}

const MAX_ASSETS = 10_000;
const SHARD = /^variables\/variables\.data-(\d{5})-of-(\d{5})$/;

/** The files of data say in their names how many there are (tensorflow/core/util/tensor_bundle/naming.cc). */
function lookAtShards(folder: Folder): void {
  const shards = folder.names.flatMap((name) => SHARD.exec(name) ?? []).filter((_, at) => at % 3 === 2);
  if (!folder.has(INDEX)) return;
  const counts = shards.length === 0 ? [1] : [...new Set(shards.map(Number))];
  for (const count of counts)
    for (let shard = 0; shard < Math.min(count, MAX_SHARDS); shard++)
      folder.expect(`variables.data-${digits(shard)}-of-${digits(count)}`, 'the data', { member: INDEX });
}

const MAX_SHARDS = 1000;
const digits = (count: number): string => String(count).padStart(5, '0');
