import t from 'tap';
import { citizenIdOf } from '../access/answer.ts';
import { startHouse, type TestHouse } from '../house.ts';

interface Kept {
  readonly kind: string;
  readonly capacity: string;
  readonly patient: string | null;
  readonly interaction: string;
  readonly query: string;
  readonly targets: readonly string[];
}

async function keptOf(house: TestHouse, answer: Response): Promise<Kept[]> {
  const { rows } = await house.ports.db.query<Kept>(
    'select * from ledger where request = $1 order by tx, seq',
    [answer.headers.get('x-request-id')],
  );
  return rows;
}

const post = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
const patch = (operations: readonly object[]): RequestInit => ({
  ...{ method: 'PATCH', body: JSON.stringify(operations) },
  headers: { 'content-type': 'application/json-patch+json' },
});
const reading = (type: string, ...urls: readonly string[]) =>
  post({
    ...{ resourceType: 'Bundle', type },
    entry: urls.map((url) => ({ request: { method: 'GET', url } })),
  });

t.test('Nothing is seen, tried or refused without a trace', async (t) => {
  const house = await startHouse(t);
  const [karen, poul] = [
    await citizenIdOf(house, 'citizen'),
    await citizenIdOf(house, 'neighbour'),
  ];
  const neighbour = house.as('neighbour');

  await t.test('what cannot be an id spoils nothing for others', async (t) => {
    const citizen = house.as('citizen');
    const poison = [
      ...['Patient/%00', 'Appointment/%00abc', 'Patient/%00/$everything', '$export?patient=%00'],
      ...[`Patient/${'q7'.repeat(2_000)}`, `$export?patient=${'x9'.repeat(3_000)}`],
      ...['Patient/x1403480200', 'Appointment?patient=010190-1234', 'Patient/0101901234'],
    ];
    for (const path of poison) {
      const all = await Promise.all([
        neighbour(path),
        citizen(`Patient/${karen}`),
        neighbour(path),
      ]);
      const statuses = all.map(({ status }) => status);
      t.ok(
        statuses.every((status) => status < 500),
        `${path.slice(0, 40)}: ${statuses}`,
      );
      t.equal(statuses[1], 200);
    }
    const { rows } = await house.ports.db.query(
      `select from ledger l where l::text ~ '140348.?0200|010190.?1234' or patient !~ '^[0-9a-f-]{36}$'`,
    );
    t.equal(rows.length, 0, 'and no number stands in the ledger');
  });

  await t.test('a write that changes nothing is a look', async (t) => {
    const tested = await house.as('staff')(
      `Patient/${karen}`,
      patch([{ op: 'test', path: '/id', value: karen }]),
    );
    t.equal(tested.status, 200);
    t.match(await keptOf(house, tested), [
      { kind: 'access', interaction: 'read', patient: karen, targets: [`Patient/${karen}`] },
    ]);
    const wrong = await house.as('staff')(
      `Patient/${karen}`,
      patch([{ op: 'test', path: '/id', value: 'x' }]),
    );
    t.match(await keptOf(house, wrong), [{ kind: 'refusal', patient: karen }]);
  });

  await t.test('an operation that answers a refusal as a Bundle', async (t) => {
    const asked = { name: 'patient-reference', valueReference: { reference: `Patient/${karen}` } };
    const proposal = {
      name: 'appointment-reference',
      valueReference: { reference: 'Appointment/p-x' },
    };
    const booked = await neighbour(
      'Appointment/$book',
      post({ resourceType: 'Parameters', parameter: [asked, proposal] }),
    );
    t.ok(booked.status >= 403);
    t.match(await keptOf(house, booked), [
      { kind: 'refusal', interaction: '$book', patient: karen },
    ]);
  });

  await t.test('a transaction, by the entry that it is refused for', async (t) => {
    const both = await neighbour('', reading('transaction', `Patient/${poul}`, `Patient/${karen}`));
    t.equal(both.status, 404);
    t.match(await keptOf(house, both), [
      { kind: 'refusal', interaction: 'read', patient: karen, targets: [`Patient/${karen}`] },
    ]);
  });

  await t.test('a search whose citizen stands in the body', async (t) => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = { method: 'POST', headers: form, body: `patient=${karen}` };
    t.match(await keptOf(house, await neighbour('Appointment/_search', sent)), [
      { kind: 'refusal', patient: karen },
    ]);
  });

  await t.test('a relative who names nobody acts as a relative', async (t) => {
    const answer = await house.as('seeonly')('Appointment?status=booked');
    t.match(await keptOf(house, answer), [{ capacity: 'relative', patient: null }]);
  });

  await t.test('a login that is too weak, or of a company', async (t) => {
    for (const persona of ['lowlevel', 'company']) {
      const answer = await house.as(persona)('Patient');
      t.equal(answer.status, 403);
      t.match(await keptOf(house, answer), [{ kind: 'refusal', interaction: 'login' }], persona);
    }
  });

  await t.test('of several citizens at once, each is told of none of the others', async (t) => {
    const { rows } = await house.ports.db.query<{ id: string }>(
      `select patient as id from appointment where view & 1 <> 0 group by patient order by count(*) desc limit 40`,
    );
    const answer = await house.as('system')(`Patient?_id=${rows.map(({ id }) => id).join(',')}`);
    const kept = await keptOf(house, answer);
    t.equal(kept.length, rows.length + 1);
    t.ok(kept.filter(({ patient }) => patient !== null).every(({ query }) => query === 'Patient'));
    t.match(kept.find(({ patient }) => patient === null)?.query, /^Patient\?_id=/);
  });
});
