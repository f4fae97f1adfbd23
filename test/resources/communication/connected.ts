import type { Test } from 'tap';
import { createDigitalPost } from '../../../src/resources/communication/digital-post.ts';
import { createNemSms } from '../../../src/resources/communication/gateway.ts';
import { startDigitalPost } from '../../../src/sandbox/digital-post.ts';
import type { RunningMessageServer } from '../../../src/sandbox/message-server.ts';
import { startNemSms } from '../../../src/sandbox/nemsms.ts';
import type { TestHouse } from '../../house.ts';
import { remindingHouse } from './reminded.ts';

/** What a channel of the sandbox was given. */
export interface Given {
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

export interface ConnectedHouse extends TestHouse {
  readonly nemsms: RunningMessageServer;
  readonly digitalPost: RunningMessageServer;
}

export const givenTo = async ({ url }: { readonly url: string }): Promise<Given[]> =>
  (await fetch(`${url}/messages`)).json() as Promise<Given[]>;

/** A reminding house with every channel there is. */
export async function connectedHouse(t: Test): Promise<ConnectedHouse> {
  const house = await remindingHouse(t);
  const place = { port: 0, host: '127.0.0.1', secret: 'test', now: house.ports.now };
  const [nemsms, digitalPost] = [await startNemSms(place), await startDigitalPost(place)];
  t.teardown(() => Promise.all([nemsms.close(), digitalPost.close()]));
  const at = ({ url }: RunningMessageServer) => ({
    ...{ baseUrl: url, secret: 'test', timeoutMs: 5_000 },
  });
  const channels = {
    ...house.workers.send.channels,
    nemsms: createNemSms(at(nemsms)),
    'digital-post': createDigitalPost(at(digitalPost), { cvr: '99994398', name: 'Sandby Kommune' }),
  };
  const send = { ...house.workers.send, channels };
  return { ...house, nemsms, digitalPost, workers: { ...house.workers, send } };
}
