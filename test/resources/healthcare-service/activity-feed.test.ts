import type { Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { people } from '../../access/answer.ts';
import { idOf, stopFor } from '../../access/story.ts';
import { startHouse } from '../../house.ts';
import { send } from './activity-scene.ts';

interface Feed {
  readonly dataFeedElement: readonly {
    readonly name: string;
    readonly subEvent: readonly { readonly startDate: string }[];
  }[];
}

t.test('activities for everybody, and for a citizen', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const root = house.base.replace(/\/fhir$/, '');

  t.test('what goes on is open data, and says nothing twice', async (t) => {
    const answer = await fetch(`${root}/activities.json`);
    t.match(answer.headers.get('content-type'), 'application/ld+json');
    const feed = (await answer.json()) as Feed;
    t.equal(feed.dataFeedElement.length, 9);
    const walk = feed.dataFeedElement.find(({ name }) => name === 'Gåtur langs fjorden');
    t.match(walk, {
      '@type': 'EventSeries',
      inLanguage: ['da', 'en'],
      keywords: ['Natur'],
      location: { name: 'Fjordhuset', address: { postalCode: '9979' }, geo: { latitude: 57.062 } },
      organizer: { name: 'Sandby Seniorgymnastik', url: 'https://seniorgymnastik.example' },
      startDate: '2026-11-26T13:00:00+01:00',
    });
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${root}/activities.json`, { headers: { 'if-none-match': etag } });
    t.equal(again.status, 304);
    const lines = (await (await fetch(`${root}/activities.ndjson`)).text()).trim().split('\n');
    t.equal(lines.length, 9);
    t.ok(lines.every((line) => JSON.parse(line).active === true));
    t.equal((await fetch(`${root}/activities.json`, { method: 'POST' })).status, 405);
    for (const text of [JSON.stringify(feed), lines.join()])
      t.notMatch(text, /Patient|afvist|rejected|pending/);
  });

  t.test('a citizen is shown what fits, and why', async (t) => {
    const ask = house.as('citizen');
    const [patient] = ((await (await ask('Patient')).json()) as Bundle<Patient>).entry ?? [];
    const id = patient?.resource?.id ?? '';
    const answer = await ask(`Patient/${id}/$activities`);
    t.equal(answer.status, 200);
    const text = await answer.text();
    t.equal(await (await ask(`Patient/${id}/$activities`)).text(), text, 'in one order');
    const { entry = [], total } = JSON.parse(text) as Bundle;
    t.equal(total, entry.length);
    const scores = entry.map(({ search }) => search?.score ?? 0);
    t.same(
      scores,
      scores.toSorted((a, b) => b - a),
    );
    const [best] = entry;
    t.match(best?.resource, { name: 'Besøgsvenner i Sandby' });
    t.same(
      [best?.search?.score, best?.search?.extension?.map(({ valueString }) => valueString)],
      [0.7, ['Fordi du får Sårbehandling.', 'Det er for alle i kommunen.']],
    );
    const relative = await house.as('relative')(`Patient/${id}/$activities`);
    t.match(await relative.text(), 'Fordi borgeren får Sårbehandling.');
    const stop = stopFor(id, await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`));
    const provision = {
      ...stop.provision,
      class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'CarePlan' }],
    };
    const laid = await ask(
      'Consent',
      send('POST', {
        ...stop,
        policy: [{ uri: 'urn:uuid:5f0c5f0a-4b0e-4a6e-9d6b-0d9a3b7d7f11' }],
        provision,
      }),
    );
    t.equal(laid.status, 201, await laid.clone().text());
    const kept = await house.as('relative')(`Patient/${id}/$activities`);
    t.equal(kept.status, 200);
    const told = await kept.text();
    t.notMatch(told, /Fordi borgeren får/, 'services that are kept back give no reason');
    t.ok((JSON.parse(told) as Bundle).total, 'the area still does');
    const english = await (
      await ask(`Patient/${id}/$activities`, { headers: { 'accept-language': 'en' } })
    ).text();
    t.match(english, /Because|It is for everybody/);
    t.equal((await house.as('association')(`Patient/${id}/$activities`)).status, 404);
    t.equal((await house.as('neighbour')(`Patient/${id}/$activities`)).status, 404);
    t.equal((await fetch(`${house.base}/Patient/${id}/$activities`)).status, 401);
  });
});
