import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { uuidv7 } from '../fhir/id.ts';
import type { LedgerRow } from '../ledger/row.ts';
import { type Feed, type FeedTime, feedOf, feedTimes } from '../resources/patient/calendar-feed.ts';
import { type CalendarEvent, calendarText } from '../scheduling/icalendar.ts';
import { viewBit } from '../store/shape.ts';
import type { Service } from './server.ts';

const headers = {
  'cache-control': 'private, no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** The ids of ours are nobody's who has the address only. */
const blank =
  (code: string) =>
  (time: FeedTime): CalendarEvent => ({
    uid: createHash('sha256').update(`${code} ${time.id}`).digest('hex').slice(0, 32),
    ...{ start: time.start, end: time.end, summary: 'Aftale med kommunen', status: 'confirmed' },
    ...{ sequence: time.version, changed: time.changed },
  });

/** Who looked is whoever holds the address. */
const lookOf = (
  { ports }: Service,
  { id, ip }: FastifyRequest,
  { patient }: Feed,
  times: readonly FeedTime[],
): Omit<LedgerRow, 'agent'> => ({
  ...{ id: uuidv7(ports.now()), kind: 'access', at: ports.now(), request: id },
  ...{ capacity: 'link-holder', patient, mandate: null },
  ...{ interaction: 'calendar-feed', query: null, purpose: 'PATRQT', policy: null },
  ...{ targets: times.map((one) => `Appointment/${one.id}`), shown: times.length },
  ...{ client: null, network: ip, outcome: '0', digest: null },
});

const shownIn = ({ relatedPerson }: Feed): number =>
  relatedPerson === undefined ? viewBit.citizen : viewBit.proxy;

/** The calendar behind a private address: times, and that they are with the municipality. Without a login, and so nothing else. */
export function addCalendarFeed(app: FastifyInstance, service: Service, device: string): void {
  const { ports } = service;
  app.get<{ Params: { code: string } }>('/calendar/:code.ics', async (request, reply) => {
    const { code } = request.params;
    const feed = await feedOf(ports, code);
    if (!feed) return reply.code(404).headers(headers).type('text/plain').send('404\n');
    const times = await feedTimes(ports, feed, shownIn(feed));
    const look = lookOf(service, request, feed, times);
    await service.access.record([{ ...look, agent: `Device/${device}` }]);
    const text = calendarText('Aftaler med kommunen', times.map(blank(code)));
    const etag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
    reply.headers({ ...headers, etag });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('text/calendar; charset=utf-8').send(text);
  });
}
