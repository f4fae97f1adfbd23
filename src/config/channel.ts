import { companion, localUrl } from './outside.ts';
import { type Environment, readWebUrl } from './setting.ts';

/** Where a channel beside the SMS gateway is, and what it knows us by. */
export interface ChannelSettings {
  readonly url: string;
  readonly secret: string;
}

/** The channels, and the ports of the sandboxes that stand in for them. */
export interface ChannelPlaces {
  readonly settings: { readonly nemsms?: ChannelSettings; readonly digitalPost?: ChannelSettings };
  readonly ports: { readonly nemsms?: number; readonly digitalPost?: number };
}

interface Around {
  readonly host: string;
  /** The API's. */
  readonly port: number;
  readonly inPlace: boolean;
}

const channels = [
  { key: 'nemsms', of: 'NEMSMS_URL', by: 'NEMSMS_SECRET', steps: 5 },
  { key: 'digitalPost', of: 'DIGITAL_POST_URL', by: 'DIGITAL_POST_SECRET', steps: 6 },
] as const;

function readChannel(
  env: Environment,
  { key, of, by, steps }: (typeof channels)[number],
  around: Around,
) {
  const { host, port, inPlace } = around;
  const url = readWebUrl(env, of);
  if (url === undefined && !inPlace) return { settings: {}, ports: {} };
  const place = { host, port: port === 0 ? 0 : port + steps };
  const secret = companion(env, by, { real: url !== undefined, of });
  return {
    settings: { [key]: { url: url ?? localUrl(place), secret } },
    ports: url === undefined ? { [key]: place.port } : {},
  };
}

/** A channel that no setting names is the sandbox's where the SMS gateway is (`inPlace`); with a real gateway there is none: what a sandbox takes reaches nobody. */
export function readChannels(env: Environment, around: Around): ChannelPlaces {
  const read = channels.map((one) => readChannel(env, one, around));
  return {
    settings: Object.assign({}, ...read.map(({ settings }) => settings)),
    ports: Object.assign({}, ...read.map(({ ports }) => ports)),
  };
}
