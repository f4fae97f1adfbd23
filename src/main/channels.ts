import type { Config } from '../config.ts';
import { createDigitalPost } from '../resources/communication/digital-post.ts';
import { createHttpGateway, createNemSms } from '../resources/communication/gateway.ts';
import type { HttpChannelOptions } from '../resources/communication/http-channel.ts';
import { type ChannelName, loadMunicipality } from '../resources/municipality.ts';
import type { World } from './compose.ts';

const timeoutMs = 10_000;

/** The channels that the settings name, or that the sandbox stands in for. */
export function channelsOf(config: Config): World['channels'] {
  const { sms, nemsms, digitalPost, publicUrl } = config;
  const place = (
    channel: ChannelName,
    { url, secret }: { readonly url: string; readonly secret: string },
  ): HttpChannelOptions => ({
    ...{ baseUrl: url, secret, timeoutMs },
    receiptUrl: `${publicUrl}/${channel}/receipts`,
  });
  const { cvr, name } = loadMunicipality(config.municipality);
  return {
    sms: { port: createHttpGateway(place('sms', sms)), secret: sms.secret },
    ...(nemsms && {
      nemsms: { port: createNemSms(place('nemsms', nemsms)), secret: nemsms.secret },
    }),
    ...(digitalPost && {
      'digital-post': {
        port: createDigitalPost(place('digital-post', digitalPost), { cvr, name }),
        secret: digitalPost.secret,
      },
    }),
  };
}
