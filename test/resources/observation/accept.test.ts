import type { Observation } from '@medplum/fhirtypes';
import t from 'tap';
import { extensionOf } from '../../../src/resources/extension.ts';
import {
  ago,
  deliverAll,
  inCura,
  measuringIn,
  pressure,
  refusals,
  single,
  ucum,
} from './measuring.ts';

const source = 'https://samspil.example/fhir/StructureDefinition/measurement-source';
const tags = ({ meta }: Observation) => meta?.tag?.map(({ code }) => code);

t.test('A measurement is accepted at once and reaches Cura afterwards', async (t) => {
  const { house, karen, post, read } = await measuringIn(t);
  const before = (await inCura(house)).length;
  const first = await post('citizen', pressure(karen, 134, 82, { note: [{ text: 'I hvile' }] }));
  t.equal(first.status, 201, JSON.stringify(first.body));
  const { id } = first.body;
  t.same(tags(first.body), ['awaiting-delivery'], 'it says that Cura does not have it');
  t.same(first.body.performer, [{ reference: `Patient/${karen}` }], 'from the login');
  t.equal(extensionOf(first.body, source)?.valueCode, 'self');
  t.same(
    first.body.code.coding?.map(({ code }) => code),
    ['85354-9', 'ZZ3170'],
    'the code of a home blood pressure is added',
  );
  t.equal((await inCura(house)).length, before, 'Cura has not been asked');
  await deliverAll(house);
  const [record] = (await inCura(house)).filter((one) => one.eksternReference === id);
  t.match(record, { type: 'blodtryk', kilde: 'borger', status: 'endelig', kommentar: 'I hvile' });
  t.same(
    record?.vaerdier.map(({ art, vaerdi }) => [art, vaerdi]),
    [
      ['systolisk', 134],
      ['diastolisk', 82],
    ],
  );
  t.match(record?.udfoertAf, { art: 'borger' }, 'staff see who measured');
  const after = await read('citizen', id);
  t.same(tags(after), undefined, 'nothing awaits');
  t.equal(after.meta?.versionId, '2');

  await t.test('by a relative with a mandate to act, by staff and by a machine', async (t) => {
    const weight = single(karen, '29463-7', ucum(71.4, 'kg'));
    const relative = await post('relative', weight);
    t.equal(relative.status, 201, JSON.stringify(relative.body));
    t.equal(extensionOf(relative.body, source)?.valueCode, 'relative');
    t.match(relative.body.performer, [{ reference: /^RelatedPerson\// }]);
    const staff = await post('staff', weight);
    t.equal(extensionOf(staff.body, source)?.valueCode, 'staff');
    t.match(staff.body.performer, [{ reference: /^Practitioner\// }]);
    const machine = await post('system', weight);
    t.equal(machine.status, 201, JSON.stringify(machine.body));
    t.equal(extensionOf(machine.body, source)?.valueCode, 'device');
    t.same(machine.body.performer, undefined);
    await deliverAll(house);
    const all = (await inCura(house)).filter(({ type }) => type === 'vaegt');
    const mine = all.filter(({ eksternReference }) =>
      [relative, staff, machine].some(({ body }) => body.id === eksternReference),
    );
    t.same(mine.map(({ udfoertAf }) => udfoertAf?.art).sort(), [
      ...['medarbejder', 'paaroerende', 'system'],
    ]);
    t.ok(mine.find(({ kilde }) => kilde === 'paaroerende')?.udfoertAf?.mandatReference);
  });

  await t.test('by nobody else, and in nobody else’s name', async (t) => {
    const weight = single(karen, '29463-7', ucum(71.4, 'kg'));
    for (const persona of ['neighbour', 'auditor', 'association'])
      t.ok([403, 404].includes((await post(persona, weight)).status), persona);
    const claimed = await post('relative', { ...weight, performer: [{ reference: 'Patient/x' }] });
    t.same(
      [claimed.status, refusals(claimed)],
      [422, ['measure-performer Observation.performer[0]']],
    );
    const other = await post('citizen', single('nobody', '29463-7', ucum(71.4, 'kg')));
    t.equal(other.status, 403);
    const unknown = await post('system', single('nobody', '29463-7', ucum(71.4, 'kg')));
    t.same(refusals(unknown), ['unresolved-reference Observation.subject']);
  });

  await t.test('units and codes of others become ours', async (t) => {
    for (const [given, value, unit] of [
      [single(karen, 'NPU03011', ucum(0.97, '1')), 97, '%'],
      [single(karen, '59408-5', ucum(96, '%')), 96, '%'],
      [single(karen, '8310-5', ucum(310.25, 'K')), 37.1, 'Cel'],
      [single(karen, '8310-5', ucum(100.4, '[degF]')), 38, 'Cel'],
      [single(karen, '29463-7', ucum(70_250, 'g')), 70.25, 'kg'],
      [single(karen, '14743-9', ucum(99, 'mg/dL')), 5.5, 'mmol/L'],
      [single(karen, '8867-4', { value: 64, unit: 'slag/min' }), 64, '/min'],
    ] as const) {
      const heard = await post('citizen', given);
      t.same(
        [heard.status, heard.body.valueQuantity?.value, heard.body.valueQuantity?.code],
        [201, value, unit],
        JSON.stringify(heard.body.issue ?? ''),
      );
    }
    const heard = await post('citizen', {
      ...pressure(karen, 0, 0),
      component: [
        {
          code: { coding: [{ system: 'urn:oid:1.2.208.176.2.1', code: 'DNK05473' }] },
          valueQuantity: ucum(10.7, 'kPa'),
        },
        {
          code: { coding: [{ system: 'urn:iso:std:iso:11073:10101', code: '150021' }] },
          valueQuantity: ucum(17.3, 'kPa'),
        },
      ],
    });
    t.same(
      heard.body.component?.map(({ valueQuantity }) => valueQuantity?.value),
      [130, 80],
      'in the order that is kept',
    );
  });

  await t.test('what cannot be right is refused, what is unlikely is asked about', async (t) => {
    for (const [given, expected] of [
      [pressure(karen, 1340, 82), ['implausible-value Observation.component[0].valueQuantity']],
      [pressure(karen, 80, 120), ['pressure-order Observation.component']],
      [single(karen, '8310-5', ucum(370, 'Cel')), ['implausible-value Observation.valueQuantity']],
      [pressure(karen, 230, 82), ['unlikely-value Observation.component[0].valueQuantity']],
      [single(karen, '29463-7', ucum(71, 'm')), ['measure-unit Observation.valueQuantity']],
      [single(karen, '29463-7', undefined), ['measure-value Observation.valueQuantity']],
      [single(karen, '8302-2', ucum(171, 'cm')), ['measure-code Observation.code.coding[0]']],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { effectiveDateTime: ago(-1) }),
        ['measure-time Observation.effective'],
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { effectiveDateTime: '2024-01-01T10:00:00Z' }),
        ['measure-time Observation.effective'],
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { effectiveDateTime: '2026-11-24' }),
        ['measure-time Observation.effective'],
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { status: 'preliminary' }),
        ['measure-status Observation.status'],
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { effectiveDateTime: '2026-11-23T23:59:60Z' }),
        ['measure-time Observation.effective'],
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), {
          extension: [
            {
              url: 'https://samspil.example/fhir/StructureDefinition/acting-party',
              extension: [{ url: 'capacity', valueCode: 'staff' }],
            },
          ],
        }),
        ['measure-performer Observation.extension'],
      ],
      [
        pressure(karen, 130, 82, {
          component: pressure(karen, 130, 82).component?.map((one) => ({
            ...one,
            interpretation: [{ text: 'H' }],
          })),
        } as Partial<Observation>),
        [0, 1].map((nth) => `measure-shape Observation.component[${nth}].interpretation`),
      ],
      [
        single(karen, '29463-7', ucum(71, 'kg'), { bodySite: { text: 'Arm' } }),
        ['unmappable Observation.bodySite'],
      ],
    ] as const) {
      const heard = await post('citizen', given);
      t.same([heard.status, refusals(heard)], [422, [...expected]], expected[0]);
    }
    const confirmed = await post('citizen', {
      ...pressure(karen, 230, 82),
      extension: [
        {
          url: 'https://samspil.example/fhir/StructureDefinition/confirmed-unlikely',
          valueBoolean: true,
        },
      ],
    });
    t.equal(confirmed.status, 201);
    await deliverAll(house);
    const record = (await inCura(house)).find(
      ({ eksternReference }) => eksternReference === confirmed.body.id,
    );
    t.equal(record?.bekraeftet, true, 'staff see that it was asked about');
  });
});
