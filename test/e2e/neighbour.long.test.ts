import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import { story } from './story.ts';
import { found, refusal, stranger } from './stranger.ts';

t.test('a neighbour sees nothing of it, whichever way the neighbour asks', async (t) => {
  const { house, booked, motherId, mandateId, herId } = await story(t);
  const neighbour = await stranger(house, 'neighbour');
  const here = { resourceType: 'Appointment', id: booked.id };
  const hidden = await Promise.all([
    refusal(neighbour.read(here)),
    refusal(neighbour.vread({ ...here, version: '1' })),
    refusal(neighbour.resourceHistory(here)),
    refusal(
      neighbour.operation({ ...here, name: '$cancel', input: { resourceType: 'Parameters' } }),
    ),
    refusal(neighbour.read({ resourceType: 'Patient', id: motherId })),
    refusal(neighbour.read({ resourceType: 'Consent', id: mandateId })),
    refusal(neighbour.read({ resourceType: 'RelatedPerson', id: herId })),
  ]);
  t.same(
    hidden.map(({ status }) => status),
    [404, 404, 404, 404, 404, 404, 404],
  );
  const missing = await refusal(neighbour.read({ ...here, id: 'no-such-one' }));
  t.equal(
    JSON.stringify(hidden[0]?.body).replaceAll(booked.id, 'no-such-one'),
    JSON.stringify(missing.body),
    'the refusal is the same as for what does not exist',
  );
  const asked = { resourceType: 'Appointment', searchParams: { patient: `Patient/${motherId}` } };
  t.equal((await refusal(neighbour.resourceSearch(asked))).status, 403);
  for (const [type, params] of [
    ['Appointment', { _id: booked.id }],
    ['Appointment', { identifier: booked.identifier?.[0]?.value ?? '' }],
    ['Provenance', { target: `Appointment/${booked.id}` }],
    ['Provenance', { entity: `Consent/${mandateId}` }],
    ['Communication', { about: `Appointment/${booked.id}` }],
  ] as const)
    t.same(await found(neighbour, type, params), [], `${type} ${JSON.stringify(params)}`);
  const own = (await neighbour.resourceSearch({
    resourceType: 'Appointment',
    searchParams: {
      _include: 'Appointment:patient',
      _revinclude: 'Provenance:target',
      _count: '200',
    },
  })) as unknown as Bundle;
  t.ok((own.entry?.length ?? 0) > 0, 'the neighbour has appointments of their own');
  t.notMatch(JSON.stringify(own), new RegExp([motherId, herId, booked.id, mandateId].join('|')));
  t.equal(house.cura.read('aftale', booked.identifier?.[0]?.value ?? '')?.status, 'planlagt');
});
