import type { FastifyInstance } from 'fastify';
import type { Ports } from '../resources/define.ts';
import { eventOf } from '../resources/healthcare-service/activity-event.ts';
import { publishedActivities } from '../resources/healthcare-service/activity-published.ts';
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

const pageOf = (body: string): Page => ({ body, etag: tagOf(body) });

async function look(ports: Ports, base: string): Promise<Forms> {
  const all = await publishedActivities(ports);
  const idOf = (id: string): string => `${ports.publicUrl}${base}/HealthcareService/${id}`;
  const feed = {
    ...{ '@context': 'https://schema.org', '@type': 'DataFeed' },
    name: `Aktiviteter i ${ports.municipality.name}`,
    dataFeedElement: all.map((one) => eventOf(one, idOf(one.service.id))),
  };
  return {
    json: pageOf(JSON.stringify(feed)),
    ndjson: pageOf(all.map(({ service }) => `${JSON.stringify(service)}\n`).join('')),
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
  const newest = fresh(ports, base);
  for (const [url, form, type] of forms) {
    app.get(url, async (request, reply) =>
      sendToAll(request, reply, { ...(await newest())[form], type }),
    );
    only(app, url, ['GET', 'HEAD']);
  }
}
