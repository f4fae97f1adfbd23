import type { Child } from './child.ts';
import { type Compared, type Hit, interleaved, load } from './measure.ts';
import { logIn, type Somebody, type World } from './world.ts';

export const people = 500;

export const overviewOf = (patient: string, date: string): string =>
  `/fhir/Appointment?patient=Patient/${patient}&date=ge${date}&_sort=date&_include=Appointment:actor`;

type Entries = readonly { resource: { resourceType: string; id: string } }[];

async function answerOf(url: string, { path, token }: Hit): Promise<unknown> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  const { total, entry = [] } = (await response.json()) as { total: number; entry?: Entries };
  return { total, ids: entry.map(({ resource }) => resource.id).sort() };
}

/** The floor must do the same work, or the ratio says nothing. Gives the mean number of entries. */
async function assertAlike(ours: string, floor: string, hits: readonly Hit[]): Promise<number> {
  let seen = 0;
  for (const hit of hits) {
    const [a, b] = [await answerOf(ours, hit), await answerOf(floor, floorHit(hit))];
    if (JSON.stringify(a) !== JSON.stringify(b))
      throw new Error(`The floor answers otherwise: ${JSON.stringify([a, b])}`);
    seen += (a as { ids: string[] }).ids.length;
  }
  if (seen === 0) throw new Error('Nobody in the bench has an appointment.');
  return seen / hits.length;
}

const floorHit = (hit: Hit): Hit => ({ ...hit, path: hit.path.replace('=Patient/', '=') });

/** The overview of many citizens, each with the own token. */
export async function benchOverview(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Compared & { readonly entries: number }> {
  const date = new Date().toISOString().slice(0, 10);
  const hits = (await logIn(world, people)).map(({ patient, token }) => ({
    path: overviewOf(patient, date),
    token,
  }));
  const entries = await assertAlike(urls.ours, urls.floor, hits.slice(0, 40));
  await load(urls.ours, hits, seconds);
  const compared = await interleaved(
    rounds,
    () => load(urls.ours, hits, seconds),
    () => load(urls.floor, hits.map(floorHit), seconds),
  );
  return { ...compared, entries };
}

/** One Appointment of each, by its address. */
export async function readsOf(world: World, all: readonly Somebody[]): Promise<Hit[]> {
  const somebody = new Map(all.map(({ patient, token }) => [patient, token]));
  const { rows } = await world.db.query<{ id: string; patient: string }>(
    `select distinct on (patient) id, patient from appointment
     where patient = any($1::text[]) and view & 2 <> 0 order by patient, sort desc`,
    [[...somebody.keys()]],
  );
  return rows.map(({ id, patient }) => {
    const token = somebody.get(patient);
    return { path: `/fhir/Appointment/${id}`, ...(token !== undefined && { token }) };
  });
}

/** One Appointment by its address. */
export async function benchRead(
  world: World,
  urls: { readonly ours: string; readonly floor: string },
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Compared> {
  const hits = await readsOf(world, await logIn(world, people));
  await load(urls.ours, hits, seconds);
  return interleaved(
    rounds,
    () => load(urls.ours, hits, seconds),
    () => load(urls.floor, hits, seconds),
  );
}

export const memoryOf = async (api: Child): Promise<number> =>
  (await api.ask<number>('memory')) / 1024 / 1024;
