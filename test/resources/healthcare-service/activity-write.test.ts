import type { Bundle, HealthcareService, Provenance } from '@medplum/fhirtypes';
import t from 'tap';
import { startHouse } from '../../house.ts';
import {
  approverIn,
  curaId,
  keysOf,
  namesOf,
  open,
  send,
  stateOf,
  structure,
  wanted,
} from './activity-scene.ts';

t.test('writing activities', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const [anybody, association, citizen] = [
    open(house),
    house.as('association'),
    house.as('citizen'),
  ];
  const staff = house.as('otherstaff');
  const approver = house.as(approverIn(house));

  t.test('an association publishes, is approved, changes and withdraws', async (t) => {
    const made = await association('HealthcareService', send('POST', wanted));
    t.equal(made.status, 201);
    const activity = (await made.json()) as HealthcareService;
    const path = `HealthcareService/${activity.id}`;
    t.equal(stateOf(activity), 'pending');
    t.same(await namesOf(anybody, 'name=Fugletur'), []);
    t.equal((await anybody(path)).status, 404);
    t.equal((await citizen(path)).status, 404);
    t.equal((await association(path)).status, 200);
    const post = { method: 'POST' };
    t.same(await keysOf(await staff(`${path}/$approve`, post)), ['activity-approver']);
    t.same(await keysOf(await association(`${path}/$approve`, post)), ['activity-approver']);
    t.same(await keysOf(await approver(`${path}/$reject`, post)), ['parameter-missing']);
    t.same(await keysOf(await approver(`${path}/$approve`, post)), ['parameter-missing']);
    const approved = await approver(`${path}/$approve?version=1`, post);
    t.equal(approved.status, 200);
    t.equal(stateOf((await approved.json()) as HealthcareService), 'approved');
    t.same(await keysOf(await approver(`${path}/$approve?version=2`, post)), ['activity-answered']);
    t.equal((await anybody(path)).status, 200);
    t.same(await namesOf(anybody, 'near=56.5|10.5|1|km'), ['Fugletur']);

    const now = (await (await association(path)).json()) as HealthcareService;
    const price = { url: structure('price'), valueMoney: { value: 30, currency: 'DKK' as const } };
    const dearer = { ...now, extension: [...(now.extension ?? []), price] };
    const harmless = await association(path, send('PUT', dearer));
    if (harmless.status !== 200) t.comment(await harmless.clone().text());
    t.equal(
      stateOf((await harmless.json()) as HealthcareService),
      'approved',
      'a price is harmless',
    );
    const other = await association(path, send('PUT', { ...dearer, comment: 'Noget andet.' }));
    t.equal(other.status, 200);
    t.equal(stateOf((await other.json()) as HealthcareService), 'pending');
    t.equal((await anybody(path)).status, 404, 'gone until it is approved again');

    const rejected = await approver(`${path}/$reject?reason=Nej`, post);
    t.equal(rejected.status, 200);
    t.match(await (await association(path)).text(), /"Nej"/);
    const { extension = [], ...rest } = (await (
      await association(path)
    ).json()) as HealthcareService;
    const withdrawn = extension.map((one) =>
      one.url === structure('approval')
        ? { ...one, extension: [{ url: 'status', valueCode: 'withdrawn' }] }
        : one,
    );
    const gone = await association(path, send('PUT', { ...rest, extension: withdrawn }));
    t.equal(stateOf((await gone.json()) as HealthcareService), 'withdrawn');

    const { rows } = await house.ports.db.query<{ content: string }>(
      `select content from provenance where p_target && $1::text[]`,
      [`{${path}}`],
    );
    const acts = rows.map(({ content }) => JSON.parse(content) as Provenance);
    const roles = acts.map(({ agent }) => agent[0]?.role?.[0]?.coding?.[0]?.code);
    t.same(new Set(roles), new Set(['association', 'staff']));
    t.match(acts[0]?.agent[0]?.who.reference, /^(Organization|Practitioner)\//);
    const found = house.cura.read('aktivitet', await curaId(house, `${activity.id}`));
    t.match(found, {
      status: 'nedlagt',
      udfoertAf: { art: 'system', navn: 'Sandby Seniorgymnastik' },
    });
  });

  t.test('an association writes its own activities alone, and breaks no rule', async (t) => {
    const id = async (name: string) => {
      const one = (await (
        await house.as('staff')(`HealthcareService?name=${name}`)
      ).json()) as Bundle<HealthcareService>;
      return one.entry?.[0]?.resource as HealthcareService;
    };
    const others = await id('Sprogcafé');
    t.same(await keysOf(await association(`HealthcareService/${others.id}`, send('PUT', others))), [
      'activity-own',
    ]);
    const service = await id('Sårbehandling');
    t.same(
      await keysOf(await association(`HealthcareService/${service.id}`, send('PUT', service))),
      ['activity-own'],
    );
    for (const ask of [citizen, house.as('staff'), house.as('auditor'), house.as('relative')])
      t.equal((await ask('HealthcareService', send('POST', wanted))).status, 403);
    t.equal((await anybody('HealthcareService', send('POST', wanted))).status, 401);
    const bad = {
      ...wanted,
      location: [],
      contained: [],
      communication: [{ coding: [{ system: 'urn:ietf:bcp:47', code: 'dansk!' }] }],
      extension: [
        {
          url: structure('sign-up'),
          extension: [
            { url: 'manner', valueCode: 'link' },
            { url: 'link', valueUrl: 'http://forening.example/' },
          ],
        },
        { url: structure('effective'), valuePeriod: { start: '2026-11-01' } },
        { url: structure('postal-area'), valueCode: '99' },
      ],
    };
    const { location: _, contained: __, ...bare } = bad;
    t.same(await keysOf(await association('HealthcareService', send('POST', bare))), [
      'activity-link',
      'activity-times',
      'activity-place',
      'activity-language',
      'activity-area',
    ]);
    const approved = [
      ...wanted.extension,
      { url: structure('approval'), extension: [{ url: 'status', valueCode: 'approved' }] },
    ];
    t.same(
      await keysOf(
        await association('HealthcareService', send('POST', { ...wanted, extension: approved })),
      ),
      ['activity-approval'],
    );
  });
});
