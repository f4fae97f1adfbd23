import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Ports } from '../resources/define.ts';
import { offIn } from '../resources/feature.ts';
import { eventOf } from '../resources/healthcare-service/activity-event.ts';
import {
  type PublishedActivity,
  publishedActivities,
} from '../resources/healthcare-service/activity-published.ts';
import { only } from './bulk.ts';
import { sendToAll, tagOf } from './bulk-publish.ts';
import type { Service } from './server.ts';

interface Page {
  readonly body: string;
  readonly etag: string;
}

/** Many that ask at a time are answered from one look. */
const freshMs = 10_000;

type Forms = Readonly<Record<'json' | 'ndjson', Page>>;

/** JSON-LD is put into pages as it is: what could end the element that it stands in is written as a code. */
const inPage = (feed: object): string => JSON.stringify(feed).replaceAll('<', '\\u003c');

/** Others are let in after so many. */
const atOnce = 50;

/** Many as one text, without keeping anybody waiting. */
async function written<T>(
  all: readonly T[],
  write: (one: T) => string,
  [head, between, tail]: readonly [string, string, string],
): Promise<Page> {
  const parts: string[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    parts.push(
      all
        .slice(at, at + atOnce)
        .map(write)
        .join(between),
    );
    await nextTurn();
  }
  const body = `${head}${parts.join(between)}${tail}`;
  return { body, etag: tagOf(body) };
}

async function look(ports: Ports, base: string): Promise<Forms> {
  const all = await publishedActivities(ports);
  const idOf = (id: string): string => `${ports.publicUrl}${base}/HealthcareService/${id}`;
  const feed = inPage({
    ...{ '@context': 'https://schema.org', '@type': 'DataFeed' },
    name: `Aktiviteter i ${ports.municipality.name}`,
  });
  const { selfServiceUrl: selfService } = ports.municipality;
  const event = (one: PublishedActivity) =>
    inPage(eventOf(one, { id: idOf(one.service.id), selfService }));
  const line = ({ service }: PublishedActivity) => `${JSON.stringify(service)}\n`;
  return {
    json: await written(all, event, [`${feed.slice(0, -1)},"dataFeedElement":[`, ',', ']}']),
    ndjson: await written(all, line, ['', '', '']),
  };
}

function fresh(ports: Ports, base: string): () => Promise<Forms> {
  let standing: Promise<Forms> | undefined;
  let lookedAt = 0;
  return () => {
    if (standing && performance.now() - lookedAt < freshMs) return standing;
    lookedAt = performance.now();
    const looking = look(ports, base);
    standing = looking;
    // What failed is tried anew by the next who asks.
    looking.catch(() => {
      if (standing === looking) standing = undefined;
    });
    return looking;
  };
}

const forms = [
  ['/activities.json', 'json', 'application/ld+json'],
  ['/activities.ndjson', 'ndjson', 'application/fhir+ndjson'],
] as const;

/** What there is to take part in, without a login: as schema.org has events, and as FHIR. */
export function addActivityFeed(app: FastifyInstance, { ports }: Service, base: string): void {
  if (offIn(ports.municipality).has('activities')) return;
  const newest = fresh(ports, base);
  for (const [url, form, type] of forms) {
    app.get(url, async (request, reply) =>
      sendToAll(request, reply, { ...(await newest())[form], type }),
    );
    only(app, url, ['GET', 'HEAD']);
  }
}
