import type { BundleEntry } from '@medplum/fhirtypes';
import t from 'tap';
import { holm, observed, patient, post, put, request, said, statuses, uuid } from './entry.ts';
import { startPlain } from './plain-house.ts';

t.test('a transaction is all of its entries or none', async (t) => {
  const { ask, base } = await startPlain(t, ['Patient', 'Observation', 'Binary']);
  const send = (entry: readonly object[], headers = {}) =>
    ask('POST', '', { resourceType: 'Bundle', type: 'transaction', entry }, headers);

  await t.test('its links become the ids that are given, however they run', async (t) => {
    const div = `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${uuid(1)}">x</a></div>`;
    const heard = await send([
      post(
        observed(uuid(1), {
          hasMember: [{ reference: uuid(3) }],
          text: { status: 'generated', div },
          identifier: [{ system: 'urn:ietf:rfc:3986', value: uuid(1) }],
          extension: [{ url: 'urn:ext', valueUri: uuid(1) }],
        }),
        { fullUrl: uuid(2) },
      ),
      post(patient({ link: [{ other: { reference: uuid(1) }, type: 'seealso' }] }), {
        fullUrl: uuid(1),
      }),
      post(observed('Patient/old', { hasMember: [{ reference: uuid(2) }] }), { fullUrl: uuid(3) }),
      post(patient(), { fullUrl: 'https://far.example/fhir/Patient/old' }),
      post(observed('Patient/old'), { fullUrl: 'https://far.example/fhir/Observation/1' }),
    ]);
    t.equal(said(heard), '200');
    t.same(statuses(heard), Array(5).fill('201'));
    const [first, self, third, far, near] = heard.body.entry.map(
      ({ resource }: BundleEntry) => resource,
    );
    t.equal(first.subject.reference, `Patient/${self.id}`);
    t.equal(first.hasMember[0].reference, `Observation/${third.id}`);
    t.match(first.text.div, `href="Patient/${self.id}"`);
    t.equal(first.extension[0].valueUri, `Patient/${self.id}`);
    t.equal(first.identifier[0].value, uuid(1), 'what is no link stays');
    t.equal(self.link[0].other.reference, `Patient/${self.id}`);
    t.equal(third.hasMember[0].reference, `Observation/${first.id}`, 'in a circle too');
    t.equal(third.subject.reference, 'Patient/old');
    t.equal(near.subject.reference, `Patient/${far.id}`, 'of the base of its own fullUrl');
    t.equal(
      (await ask('GET', `Observation/${first.id}`)).body.subject.reference,
      `Patient/${self.id}`,
    );
  });

  await t.test('its order is that of the specification', async (t) => {
    await ask('PUT', 'Patient/o1', holm('o1', { id: 'o1' }));
    await ask('PUT', 'Patient/o2', patient({ id: 'o2' }));
    const heard = await send([
      request('GET', 'Patient?identifier=urn:x|o1'),
      request('GET', 'Patient/o2'),
      put(patient({ id: 'o2', active: true })),
      post(holm('o1'), {}, { ifNoneExist: 'identifier=urn:x|o1' }),
      request('DELETE', 'Patient/o1'),
      request('HEAD', 'Patient/o2'),
    ]);
    t.same(statuses(heard), '200 200 200 201 204 200'.split(' '), 'answered in that of the Bundle');
    const [found, read, , made, , head] = heard.body.entry;
    t.same(
      found.resource.entry.map(({ resource }: BundleEntry) => resource?.id),
      [made.resource.id],
      'reads come last',
    );
    t.match(read, { resource: { active: true }, response: { etag: 'W/"2"' } });
    t.equal(head.resource, undefined);
  });

  await t.test('conditions are met by what is there, and by its own entries', async (t) => {
    await ask('PUT', 'Patient/c1', holm('c1', { id: 'c1' }));
    const c2 = { ifNoneExist: 'identifier=urn:x|c2' };
    const heard = await send([
      post(holm('c1'), { fullUrl: uuid(1) }, { ifNoneExist: 'identifier=urn:x|c1' }),
      post(holm('c2'), { fullUrl: uuid(2) }, c2),
      post(holm('c2'), { fullUrl: uuid(3) }, c2),
      post(observed(uuid(1))),
      post(observed(uuid(3))),
      post(observed('Patient?identifier=urn:x|c2')),
      post(observed('Patient?identifier=urn:x|c1')),
      { resource: holm('c4'), fullUrl: uuid(4), ...request('PUT', 'Patient?identifier=urn:x|c4') },
      post(observed(uuid(4))),
      { resource: holm('c5', { id: 'c5' }), ...request('PUT', 'Patient?identifier=urn:x|c5') },
    ]);
    t.same(statuses(heard), '200 201 200 201 201 201 201 201 201 201'.split(' '));
    const all = heard.body.entry.map(({ resource }: BundleEntry) => resource);
    const subject = (at: number) => all[at].subject.reference;
    t.equal(all[2].id, all[1].id, 'equal creates make one');
    t.same(
      [3, 4, 5, 6, 8].map(subject),
      ['c1', all[1].id, all[1].id, 'c1', all[7].id].map((id) => `Patient/${id}`),
    );
    t.equal(all[9].id, 'c5');
    const again = await send([
      { resource: holm('c4', { active: true }), ...request('PUT', 'Patient?identifier=urn:x|c4') },
      request('DELETE', 'Patient?identifier=urn:x|c5'),
      request('DELETE', 'Patient?identifier=urn:x|nobody'),
    ]);
    t.same(statuses(again), ['200', '204', '204']);
    t.equal(again.body.entry[0].resource.id, all[7].id);
  });

  await t.test('patches of both kinds are made', async (t) => {
    await ask('PUT', 'Patient/p1', holm('p1', { id: 'p1' }));
    await ask('PUT', 'Patient/p2', patient({ id: 'p2' }));
    const json = Buffer.from('[{"op":"add","path":"/active","value":true}]').toString('base64');
    const part = [
      { name: 'type', valueCode: 'add' },
      { name: 'path', valueString: 'Patient' },
      { name: 'name', valueString: 'gender' },
      { name: 'value', valueCode: 'female' },
    ];
    const heard = await send([
      {
        resource: {
          resourceType: 'Binary',
          contentType: 'application/json-patch+json',
          data: json,
        },
        ...request('PATCH', 'Patient?identifier=urn:x|p1', { ifMatch: 'W/"1"' }),
      },
      {
        resource: { resourceType: 'Parameters', parameter: [{ name: 'operation', part }] },
        ...request('PATCH', 'Patient/p2'),
      },
    ]);
    t.match(heard.body.entry, [{ resource: { active: true } }, { resource: { gender: 'female' } }]);
  });

  await t.test('the answer is as is preferred', async (t) => {
    const bare = await send([post(patient())], { prefer: 'return=minimal' });
    const { response, resource } = bare.body.entry[0];
    t.equal(resource, undefined);
    t.ok(response.location.startsWith(`${base}/Patient/`));
    t.match(response, { status: '201 Created', etag: 'W/"1"' });
  });
});
