import t from 'tap';
import { foldRefusals } from '../../src/ledger/unauthenticated.ts';
import { citizenIdOf } from '../access/answer.ts';
import { startHouse, type TestHouse } from '../house.ts';

interface Kept {
  readonly kind: string;
  readonly agent: string;
  readonly capacity: string;
  readonly patient: string | null;
  readonly mandate: string | null;
  readonly interaction: string;
  readonly query: string;
  readonly targets: readonly string[];
  readonly shown: number;
  readonly purpose: string | null;
  readonly network: string | null;
  readonly outcome: string;
  readonly request: string;
}

/** What is kept of the request that was answered with this header. */
async function keptOf(house: TestHouse, answer: Response): Promise<Kept[]> {
  const { rows } = await house.ports.db.query<Kept>(
    'select * from ledger where request = $1 order by tx, seq',
    [answer.headers.get('x-request-id')],
  );
  return rows;
}

const idsIn = async (answer: Response): Promise<string[]> => {
  const { entry = [] } = (await answer.json()) as {
    entry?: { resource: { resourceType: string; id: string } }[];
  };
  return entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
};

t.test('The ledger keeps', async (t) => {
  const house = await startHouse(t);
  const [karen, poul] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  const asked = `Appointment?patient=${karen}&_include=Appointment:actor&_count=3`;

  await t.test('a search: who, for whom, which resources, by what right', async (t) => {
    const answer = await house.as('relative')(asked);
    const rows = await keptOf(house, answer);
    const shown = (await idsIn(answer)).filter(
      (one) => !/^(Practitioner|HealthcareService|Location|Organization)/.test(one),
    );
    t.match(rows, [
      {
        ...{ kind: 'access', agent: /^RelatedPerson\//, capacity: 'relative', patient: karen },
        ...{ mandate: /^Consent\/.+\/_history\/1$/, interaction: 'search-type', query: asked },
        ...{ purpose: 'FAMRQT', network: '127.0.0.1', outcome: '0' },
      },
    ]);
    t.same([...(rows[0]?.targets ?? [])].sort(), shown.sort());
    t.equal(rows[0]?.shown, shown.length);
    t.ok(shown.length > 2);
  });

  await t.test('what a later page shows, under the search that it belongs to', async (t) => {
    const citizen = house.as('citizen');
    const first = (await (await citizen(`Appointment?patient=${karen}&_count=1`)).json()) as {
      link: { relation: string; url: string }[];
    };
    const next = first.link.find(({ relation }) => relation === 'next')?.url ?? '';
    const [row] = await keptOf(house, await citizen(`Appointment?${next.split('?')[1]}`));
    t.match(row, { query: `Appointment?patient=${karen}&_count=1`, shown: 1, purpose: 'PATRQT' });
  });

  await t.test('one row for a search of citizens that finds none', async (t) => {
    const rows = await keptOf(house, await house.as('staff')('Patient?name=Ingenhedder'));
    t.match(rows, [{ patient: null, shown: 0, capacity: 'staff', purpose: 'CAREMGT' }]);
    t.same(
      await keptOf(house, await house.as('citizen')('Organization')),
      [],
      'and none for what is of nobody',
    );
  });

  await t.test('a row for each citizen that staff see, and each entry of a batch', async (t) => {
    const answer = await house.as('staff')('Appointment?_count=20');
    const rows = await keptOf(house, answer);
    const patients = rows.map(({ patient }) => patient);
    t.ok(rows.length > 1);
    t.equal(new Set(patients).size, rows.length);
    const batch = JSON.stringify({
      resourceType: 'Bundle',
      type: 'batch',
      entry: [`Patient/${karen}`, `Patient/${poul}`].map((url) => ({
        request: { method: 'GET', url },
      })),
    });
    const both = await keptOf(
      house,
      await house.as('citizen')('', { method: 'POST', body: batch }),
    );
    t.match(both, [
      { kind: 'access', interaction: 'read', patient: karen, targets: [`Patient/${karen}`] },
      {
        kind: 'refusal',
        interaction: 'read',
        patient: poul,
        targets: [`Patient/${poul}`],
        outcome: '4',
      },
    ]);
  });

  await t.test('no number of a person that was searched by', async (t) => {
    const [number] = (
      await house.ports.db.query<{ n: string }>(
        `select content::jsonb->'identifier'->0->>'value' as n from patient where id = $1 and view & 1 <> 0`,
        [karen],
      )
    ).rows;
    const answer = await house.as('staff')('Patient/_search', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `identifier=urn:oid:1.2.208.176.1.2|${number?.n}`,
    });
    const [row] = await keptOf(house, answer);
    t.match(row, {
      patient: karen,
      query: `Patient?identifier=urn:oid:1.2.208.176.1.2|Patient/${karen}`,
    });
  });

  await t.test('what was refused: alike to the caller, told apart in the ledger', async (t) => {
    const neighbour = house.as('neighbour');
    const [target] = await idsIn(
      await house.as('citizen')(`Appointment?patient=${karen}&_count=1`),
    );
    const hidden = await neighbour(target ?? '');
    const absent = await neighbour('Appointment/00000000-0000-4000-8000-000000000000');
    t.same([hidden.status, absent.status], [404, 404]);
    t.match(await keptOf(house, hidden), [
      { kind: 'refusal', agent: `Patient/${poul}`, patient: karen, targets: [target], shown: 0 },
    ]);
    t.match(await keptOf(house, absent), [{ kind: 'refusal', patient: null }]);
    t.match(await keptOf(house, await neighbour(`Appointment?patient=${karen}`)), [
      { kind: 'refusal', interaction: 'search-type', patient: karen, outcome: '4' },
    ]);
    const friend = await keptOf(house, await house.as('friend')('Patient'));
    t.match(
      friend,
      [{ kind: 'refusal', agent: /^person\/[0-9a-f]{16}$/ }],
      'also of one who is nobody here',
    );
  });

  await t.test('who has no login as a count a minute and address', async (t) => {
    const { db, now } = house.ports;
    await Promise.all(
      [1, 2, 3].map(() =>
        fetch(`${house.base}/Patient`, { headers: { authorization: 'Bearer none' } }),
      ),
    );
    const later = now() + 180_000;
    t.equal(await foldRefusals(db, now()), 0, 'the minute is not over');
    const moved = await Promise.all([foldRefusals(db, later), foldRefusals(db, later)]);
    t.ok(moved.includes(0), 'two workers move it once');
    const { rows } = await db.query<Kept>(`select * from ledger where kind = 'unauthenticated'`);
    t.equal(
      rows.reduce((sum, { shown }) => sum + shown, 0),
      3,
    );
    t.match(rows, [{ network: '127.0.0.1', agent: 'unknown', interaction: 'login' }]);
  });

  await t.test('before the answer leaves, or there is no answer', async (t) => {
    const { access } = house.service;
    const citizen = house.as('citizen');
    Object.assign(house.service, {
      access: { record: () => Promise.reject(new Error('no ledger')) },
    });
    t.equal((await citizen(`Patient/${karen}`)).status, 500);
    Object.assign(house.service, { access });
    t.equal((await citizen(`Patient/${karen}`)).status, 200);
  });

  await t.test('no word of the client on who acted', async (t) => {
    const answer = await house.as('relative')(`Patient/${karen}`, {
      headers: { 'x-provenance': '{"resourceType":"Provenance"}' },
    });
    const { issue } = (await answer.json()) as {
      issue: { details: { coding: { code: string }[] } }[];
    };
    t.same([answer.status, issue[0]?.details.coding[0]?.code], [400, 'client-provenance']);
  });
});
