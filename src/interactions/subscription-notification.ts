/** Notifications as the Subscriptions R5 Backport has them in R4: a Bundle `history` that begins with Parameters. */
import type { CodeableConcept, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { uuidv5 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import { backport, type Content } from '../resources/subscription/backport.ts';
import type { Event } from '../resources/subscription/run.ts';
import { topics, topicUrl } from '../resources/subscription/topic.ts';
import type { Row } from './row.ts';

/** https://terminology.hl7.org/CodeSystem-subscription-notification-type.html */
export type NotificationType =
  | 'handshake'
  | 'heartbeat'
  | 'event-notification'
  | 'query-status'
  | 'query-event';

/** What a notification says of its Subscription. */
export interface Said {
  /** FHIR base. */
  readonly base: string;
  readonly id: string;
  /** Type of the resources. */
  readonly type: string;
  readonly status: string;
  readonly events: number;
  readonly kind: NotificationType;
  readonly content: Content;
  readonly error?: string | undefined;
}

/** An event, and the resource as the owner sees it; without one it was taken away. */
export interface Told {
  readonly event: Event;
  readonly row: Row | undefined;
}

const namespace = 'c1a5b1ce-5e0c-5d5c-9c50-3d5b0a6f2a11';

/** The same for the same events of a Subscription, however often they are sent. */
const notificationId = ({ id, kind }: Said, mark: string): string =>
  uuidv5(namespace, `${id}/${kind}/${mark}`);

const eventParameter = ({ base, content }: Said, { event }: Told): ParametersParameter => ({
  name: 'notification-event',
  part: [
    { name: 'event-number', valueString: String(event.number) },
    { name: 'timestamp', valueInstant: formatUtc(event.at) },
    ...(content === 'empty'
      ? []
      : [
          {
            name: 'focus',
            valueReference: { reference: `${base}/${event.type}/${event.resource}` },
          },
        ]),
  ],
});

const errorOf = (error: string): CodeableConcept => ({ text: error });

const topicOf = (type: string): string | undefined => {
  const topic = topics.find((one) => one.type === type);
  return topic && topicUrl(topic);
};

/** What R5 has a resource for, and R4 Parameters. */
export function statusOf(said: Said, told: readonly Told[] = []): Parameters {
  const { base, id, status, kind, events, content, error } = said;
  const topic = content === 'empty' ? undefined : topicOf(said.type);
  return {
    resourceType: 'Parameters',
    meta: { profile: [backport.status] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${base}/Subscription/${id}` } },
      ...(topic === undefined ? [] : [{ name: 'topic', valueCanonical: topic }]),
      { name: 'status', valueCode: status },
      { name: 'type', valueCode: kind },
      { name: 'events-since-subscription-start', valueString: String(events) },
      ...told.map((one) => eventParameter(said, one)),
      ...(error === undefined ? [] : [{ name: 'error', valueCodeableConcept: errorOf(error) }]),
    ],
  };
}

function requestOf({ event, row }: Told): { readonly request: object; readonly response: object } {
  const url = `${event.type}/${event.resource}`;
  if (!row) return { request: { method: 'DELETE', url }, response: { status: '204' } };
  return event.version === 1
    ? { request: { method: 'POST', url: event.type }, response: { status: '201' } }
    : { request: { method: 'PUT', url }, response: { status: '200' } };
}

/** One entry a resource, the bytes as they are stored. */
function entryOf({ base, content }: Said, told: Told): string {
  const { event, row } = told;
  const { request, response } = requestOf(told);
  const fullUrl = JSON.stringify(`${base}/${event.type}/${event.resource}`);
  const resource = content === 'full-resource' && row ? `,"resource":${row.content}` : '';
  return `{"fullUrl":${fullUrl}${resource},"request":${JSON.stringify(request)},"response":${JSON.stringify(response)}}`;
}

const latest = (told: readonly Told[]): Told[] => [
  ...new Map(told.map((one) => [`${one.event.type}/${one.event.resource}`, one])).values(),
];

/** The whole notification as text. `mark` tells it from the others of its Subscription and kind. */
export function notification(
  said: Said,
  { told = [], mark, now }: { told?: readonly Told[]; mark: string; now: number },
): string {
  const id = notificationId(said, mark);
  const head = {
    ...{ resourceType: 'Bundle', id, meta: { profile: [backport.notification] } },
    ...{ type: 'history', timestamp: formatUtc(now) },
  };
  const { base } = said;
  const status = {
    fullUrl: `urn:uuid:${uuidv5(namespace, id)}`,
    resource: statusOf(said, told),
    request: { method: 'GET', url: `${base}/Subscription/${said.id}/$status` },
    response: { status: '200' },
  };
  const entries = said.content === 'empty' ? [] : latest(told).map((one) => entryOf(said, one));
  return `${JSON.stringify(head).slice(0, -1)},"entry":[${[JSON.stringify(status), ...entries].join(',')}]}`;
}
