import t from 'tap';
import { acts, bornAs, byDaughter, keys, type Scene, scene, wish } from '../../sync/scene.ts';

const patched = { method: 'PATCH', headers: { 'content-type': 'application/json-patch+json' } };

async function read(house: Scene, id: string | undefined) {
  const answer = await house.as('relative')(`Appointment/${id}`);
  return {
    etag: answer.headers.get('etag') ?? '',
    body: (await answer.json()) as Record<string, unknown>,
  };
}

const freed = async ({ sync }: Scene, { id }: { id: string }): Promise<unknown> => {
  const { rows } = await sync.db.query<{ content: string }>(
    'select content from slot where id = $1 and view & 1 <> 0',
    [id],
  );
  return JSON.parse(rows[0]?.content ?? '{}').status;
};

const house = await scene(t);

t.test('PATCH and PUT of the status cancelled are $cancel', async (t) => {
  for (const way of ['PATCH', 'PUT']) {
    const slot = await house.slot();
    const { body } = await house.book('relative', slot);
    t.equal(await freed(house, slot), 'busy');
    const now = await read(house, body.id);
    const cancelled = {
      ...now.body,
      status: 'cancelled',
      cancelationReason: {
        coding: [
          {
            system: 'https://samspil.example/fhir/CodeSystem/cancellation-reason',
            code: 'illness',
          },
        ],
      },
    };
    const reply =
      way === 'PUT'
        ? await house.send('relative', `Appointment/${body.id}`, cancelled, { method: 'PUT' })
        : await house.send(
            'relative',
            `Appointment/${body.id}`,
            [{ op: 'replace', path: '/status', value: 'cancelled' }],
            patched,
          );
    t.equal(reply.status, 200, way);
    t.equal(reply.body.status, 'cancelled');
    t.match((await bornAs(house, body.id))[0], {
      status: 'aflyst',
      aflysning: { aarsag: way === 'PUT' ? 'sygdom' : 'borger' },
    });
    t.same(await acts(house, body.id), [byDaughter(house, 'book'), byDaughter(house, 'cancel')]);
    t.equal(await freed(house, slot), 'free');
  }
});

t.test('PUT of another slot is a move: same id, old time free, new time taken', async (t) => {
  const [from, to] = [await house.slot(), await house.slot()];
  const { body } = await house.book('relative', from);
  const now = await read(house, body.id);
  const wanted = { ...now.body, slot: [{ reference: `Slot/${to.id}` }] };
  const reply = await house.send('relative', `Appointment/${body.id}`, wanted, { method: 'PUT' });
  t.equal(reply.status, 200);
  t.equal(reply.body.id, body.id);
  t.same([await freed(house, from), await freed(house, to)], ['free', 'busy']);
});

t.test('what somebody else changed meanwhile is 412 for who says what was seen', async (t) => {
  const { body } = await house.book('relative', await house.slot());
  const { etag } = await read(house, body.id);
  t.equal((await house.move('relative', body.id, await house.slot())).status, 200);
  const operations = [{ op: 'replace', path: '/status', value: 'cancelled' }];
  const headers = { ...patched.headers, 'if-match': etag };
  const reply = await house.send('relative', `Appointment/${body.id}`, operations, {
    ...patched,
    headers,
  });
  t.equal(reply.status, 412);
  t.same(keys(reply), ['stale-version']);
  t.equal((await bornAs(house, body.id))[0]?.status, 'planlagt');
});

t.test('what staff changed in Cura a moment ago is 412 and stands', async (t) => {
  const { body } = await house.book('relative', await house.slot());
  const [aftale] = await bornAs(house, body.id);
  house.cura.change('aftale', aftale?.id ?? '', { bemaerkning: 'Kom fastende.' });
  const reply = await house.cancel('relative', body.id);
  t.equal(reply.status, 412);
  t.match((await bornAs(house, body.id))[0], { status: 'planlagt', bemaerkning: 'Kom fastende.' });
});

t.test('twice the same cancellation or move at once is one', async (t) => {
  const { body } = await house.book('relative', await house.slot());
  const to = await house.slot();
  const times = [1, 2, 3, 4];
  const moves = await Promise.all(times.map(() => house.move('relative', body.id, to)));
  t.ok(moves.every(({ status }) => status === 200 || status === 409));
  t.ok(moves.some(({ status }) => status === 200));
  const cancels = await Promise.all(times.map(() => house.cancel('relative', body.id)));
  t.ok(
    cancels.every(({ status }) => status === 200 || status === 422),
    JSON.stringify(cancels.map(({ status }) => status)),
  );
  t.ok(cancels.some(({ status }) => status === 200));
  t.same(
    await acts(house, body.id),
    ['book', 'move', 'cancel'].map((kind) => byDaughter(house, kind)),
  );
});

t.test('what is no booking of one time for one citizen is refused by name', async (t) => {
  const slot = await house.slot();
  const good = wish(house.karen, slot);
  const patients = [house.karen, house.poul].map((id) => ({
    actor: { reference: `Patient/${id}` },
    status: 'accepted',
  }));
  const cases: [object, number, string][] = [
    [{ ...good, status: 'proposed' }, 422, 'use-operation'],
    [{ ...good, status: 'pending' }, 422, 'use-operation'],
    [{ ...good, participant: patients }, 422, 'group-booking-not-offered'],
    [{ ...good, slot: [] }, 422, 'empty-array'],
    [{ ...good, slot: undefined }, 422, 'slot-needed'],
    [
      { ...good, slot: [{ reference: 'Slot/00000000-0000-0000-0000-000000000000' }] },
      404,
      'not-found',
    ],
    [{ ...good, start: '2026-11-30T03:00:00+01:00' }, 422, 'slot-time'],
  ];
  for (const [body, status, key] of cases) {
    const reply = await house.send('relative', 'Appointment', body);
    t.equal(reply.status, status, key);
    if (key !== 'empty-array') t.ok(keys(reply).includes(key), `${key}: ${keys(reply)}`);
  }
  const unknown = await house.send('relative', 'Appointment/$book', {
    resourceType: 'Parameters',
    parameter: [{ name: 'appt-id', valueString: 'p-aaaaaaaa' }],
  });
  t.equal(unknown.status, 404);
  const gone = await house.send('relative', `Appointment/${house.karen}`, undefined, {
    method: 'DELETE',
  });
  t.equal(gone.status, 405);
  t.equal(
    (await house.send('relative', 'Appointment', good)).status,
    201,
    'the time was free all along',
  );
});
