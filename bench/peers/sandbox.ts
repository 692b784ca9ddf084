import type { Tensor } from '@horngate/core/tensor';
import type { HostOptions, SealedProgram, Session } from '@horngate/host';
import { start } from '@horngate/host';
import type { Peer } from './peer.ts';

/** Ours: a locked runner guest behind frames, as every caller gets it. */
export async function sandbox(sealed: SealedProgram, options: HostOptions): Promise<Peer> {
  const session: Session = await start(sealed, options);
  return {
    name: `horngate ${session.posture.level}`,
    version: '0.1.0',
    predict: async (inputs: readonly Tensor[]) => Object.values((await session.predict(inputs)).outputs),
    close: () => session.dispose(),
  };
}
