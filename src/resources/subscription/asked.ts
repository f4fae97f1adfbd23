/** What a Subscription asks for, and what keeps it from being one of ours. */
import type { Subscription } from '@medplum/fhirtypes';
import { dateRange } from '../../fhir/instant.ts';
import { type Issue, issue, type Text } from '../../fhir/outcome.ts';
import {
  type Content,
  channelExtension,
  channelSystem,
  contentIn,
  contents,
  filtersIn,
  numberIn,
} from './backport.ts';
import { endpointFault } from './endpoint.ts';
import { headerFault } from './header.ts';
import { type Topic, topicOf, topics, topicUrl } from './topic.ts';

export type ChannelName = 'rest-hook' | 'websocket' | 'server-sent-events';

/** How often and how much, within what each channel stands. Seconds; `least` is of the heartbeat. */
const limits: Readonly<Record<ChannelName, { readonly least: number }>> = {
  'rest-hook': { least: 60 },
  websocket: { least: 1 },
  'server-sent-events': { least: 1 },
};
const mostHeartbeatSeconds = 86_400;
const mostTimeoutSeconds = 30;
const mostCount = 100;
const usual = { timeoutSeconds: 10, maxCount: 20 } as const;

/** A Subscription that can be kept. */
export interface Asked {
  readonly topic: Topic;
  readonly channel: ChannelName;
  readonly content: Content;
  readonly heartbeatSeconds: number;
  readonly timeoutSeconds: number;
  readonly maxCount: number;
  /** What is asked behind the type in each filter. */
  readonly queries: readonly string[];
}

/** What of the house decides whether a filter can be used, and which addresses may be told. */
export interface Setting {
  readonly now: number;
  /** Addresses of this machine may be told, and without TLS: for a sandbox. */
  readonly allowLoopback: boolean;
}

const wrong = (key: string, expression: string, text: Text): Issue =>
  issue({ code: 'business-rule', key, expression: `Subscription.${expression}`, text });

/** The channel that is asked for; undefined for one that is not here. */
export function channelOf(resource: Subscription): ChannelName | undefined {
  const extension = channelExtension(resource);
  const { type } = resource.channel;
  if (!extension) return type === 'rest-hook' || type === 'websocket' ? type : undefined;
  const { system, code } = extension.valueCoding ?? {};
  const isStream = system === channelSystem && code === 'server-sent-events';
  return isStream && type === 'websocket' ? code : undefined;
}

const known = topics.map(topicUrl).join(', ');

interface Rule {
  readonly key: string;
  readonly at: string;
  readonly text: Text;
  readonly holds: (resource: Subscription, setting: Setting) => boolean;
}

const within = (value: number | undefined, least: number, most: number): boolean =>
  value === undefined || (value >= least && value <= most);

const elements = [
  ...['resourceType', 'id', 'meta', 'extension', 'status', 'contact', 'end', 'reason'],
  ...['criteria', '_criteria', 'error', 'channel'],
];

const isFilter = (resource: Subscription, text: string | undefined): boolean =>
  (text?.startsWith(`${topicOf(resource.criteria)?.type}?`) ?? false) &&
  !/\p{Cc}/u.test(text ?? '');

const rules: readonly Rule[] = [
  {
    ...{ key: 'subscription-element', at: 'id' },
    text: {
      da: `Et abonnement består af ${elements.slice(4).join(', ')}.`,
      en: `A Subscription consists of ${elements.slice(4).join(', ')}.`,
    },
    holds: (resource) => Object.keys(resource).every((name) => elements.includes(name)),
  },
  {
    ...{ key: 'subscription-topic', at: 'criteria' },
    text: {
      da: `criteria skal være et af emnerne her: ${known}.`,
      en: `criteria must be one of the topics here: ${known}.`,
    },
    holds: ({ criteria }) => topicOf(criteria) !== undefined,
  },
  {
    ...{ key: 'subscription-filter', at: 'criteria.extension' },
    text: {
      da: 'Et filter er en søgning i emnets type, såsom Appointment?status=booked; der kan være fem.',
      en: 'A filter is a search in the type of the topic, such as Appointment?status=booked; there can be five.',
    },
    holds: (resource) =>
      filtersIn(resource).length <= 5 &&
      filtersIn(resource).every(({ valueString }) => isFilter(resource, valueString)),
  },
  {
    ...{ key: 'subscription-channel', at: 'channel.type' },
    text: {
      da: 'Kanalen er rest-hook eller websocket; eller websocket med koden server-sent-events i backport-channel-type.',
      en: 'The channel is rest-hook or websocket; or websocket with the code server-sent-events in backport-channel-type.',
    },
    holds: (resource) => channelOf(resource) !== undefined,
  },
  {
    ...{ key: 'subscription-endpoint', at: 'channel.endpoint' },
    text: {
      da: 'En rest-hook har et endpoint: en offentlig https-adresse uden navn og kodeord. De andre kanaler har intet.',
      en: 'A rest-hook has an endpoint: a public https address without user and password. The other channels have none.',
    },
    holds: (resource, { allowLoopback }) =>
      channelOf(resource) === 'rest-hook'
        ? endpointFault(resource.channel.endpoint, allowLoopback) === undefined
        : resource.channel.endpoint === undefined,
  },
  {
    ...{ key: 'subscription-header', at: 'channel.header' },
    text: {
      da: 'En header er Navn: værdi; der kan være ti, og ingen af dem, som afsenderen selv sætter.',
      en: 'A header is Name: value; there can be ten, and none of those that the sender sets.',
    },
    holds: (resource) => {
      const { header = [] } = resource.channel;
      return (
        header.every((one) => headerFault(one) === undefined) &&
        header.length <= (channelOf(resource) === 'rest-hook' ? 10 : 0)
      );
    },
  },
  {
    ...{ key: 'subscription-payload', at: 'channel.payload' },
    text: {
      da: `payload er application/fhir+json, med backport-payload-content ${contents.join(', ')}.`,
      en: `payload is application/fhir+json, with backport-payload-content ${contents.join(', ')}.`,
    },
    holds: (resource) =>
      resource.channel.payload === 'application/fhir+json' &&
      contents.some((content) => content === contentIn(resource)),
  },
  {
    ...{ key: 'subscription-pace', at: 'channel.extension' },
    text: {
      da: `Heartbeat er 1 til ${mostHeartbeatSeconds} sekunder (rest-hook mindst 60), timeout 1 til ${mostTimeoutSeconds} sekunder, maxCount 1 til ${mostCount}.`,
      en: `The heartbeat is 1 to ${mostHeartbeatSeconds} seconds (rest-hook at least 60), the timeout 1 to ${mostTimeoutSeconds} seconds, maxCount 1 to ${mostCount}.`,
    },
    holds: (resource) => {
      const { least } = limits[channelOf(resource) ?? 'rest-hook'];
      return (
        within(numberIn(resource, 'heartbeat'), least, mostHeartbeatSeconds) &&
        within(numberIn(resource, 'timeout'), 1, mostTimeoutSeconds) &&
        within(numberIn(resource, 'maxCount'), 1, mostCount)
      );
    },
  },
  {
    ...{ key: 'subscription-end', at: 'end' },
    text: {
      da: 'end er forbi, så der ville ikke blive fortalt noget.',
      en: 'end is over, so that nothing would be told.',
    },
    holds: ({ end }, { now }) => end === undefined || dateRange(end).to > now,
  },
];

/** Everything that keeps a Subscription from being kept. */
export const faultsIn = (resource: Subscription, setting: Setting): Issue[] =>
  rules
    .filter(({ holds }) => !holds(resource, setting))
    .map(({ key, at, text }) => wrong(key, at, text));

/** A Subscription without faults, read. */
export function askedIn(resource: Subscription): Asked {
  const topic = topicOf(resource.criteria);
  const channel = channelOf(resource);
  if (!topic || !channel) throw new TypeError('A Subscription with faults was read.');
  return {
    ...{ topic, channel, content: contentIn(resource) as Content },
    heartbeatSeconds: numberIn(resource, 'heartbeat') ?? 0,
    timeoutSeconds: numberIn(resource, 'timeout') ?? usual.timeoutSeconds,
    maxCount: numberIn(resource, 'maxCount') ?? usual.maxCount,
    queries: filtersIn(resource).map(({ valueString = '' }) =>
      valueString.slice(topic.type.length + 1),
    ),
  };
}
