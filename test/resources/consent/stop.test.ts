import type { Consent } from '@medplum/fhirtypes';
import t from 'tap';
import { faultsIn, stopOf } from '../../../src/resources/consent/stop.ts';
import { stopFor } from '../../access/story.ts';
import { noon } from '../../house.ts';

const number = '1403480000';
const types = ['CarePlan'];
const coding = { system: 'http://hl7.org/fhir/resource-types', code: 'CarePlan' };
const actor = { who: 'Patient/karen', capacity: 'self' } as const;

type Provision = NonNullable<Consent['provision']>;
const stop = stopFor('karen', 'anna');
const [holder] = stop.provision?.actor ?? [];
const within = (change: object): Consent => ({
  ...stop,
  provision: { ...(stop.provision as Provision), ...change },
});
const actorWith = (change: object) => within({ actor: [{ ...holder, ...change }] });
const keysOf = (given: Consent) =>
  faultsIn({ given, types, now: noon }).map(({ key, expression }) => `${key} ${expression}`);

t.test('A stop is made anew of the ids, codes and times that were given', async (t) => {
  const end = '2026-12-24';
  const given = within({ class: [coding], period: { end } });
  t.same(keysOf(given), []);
  t.match(stopOf(given, { id: 'x', actor, now: noon }), {
    patient: { reference: 'Patient/karen' },
    provision: {
      type: 'deny',
      period: { start: '2026-11-24T09:00:00.000Z', end },
      class: [coding],
    },
  });
  t.same(stopOf(actorWith({}), { id: 'x', actor, now: noon }).provision?.actor, [
    {
      role: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
            code: 'POWATT',
            display: 'Fuldmagtshaver',
          },
        ],
      },
      reference: { reference: 'RelatedPerson/anna' },
    },
  ]);
});

t.test('What is no part of a stop is refused by its name, and never stored', async (t) => {
  const cpr = { system: 'urn:oid:1.2.208.176.1.2', value: number };
  const extension = [{ url: 'urn:x', valueString: number }];
  const reference = { reference: 'RelatedPerson/anna' };
  const role = { coding: [{ code: 'POWATT' }] };
  const cases: [string, Consent][] = [
    ['stop-element text', { ...stop, text: { status: 'generated', div: number } }],
    ['stop-element extension', { ...stop, extension }],
    ['stop-element _status', { ...stop, _status: { extension } } as Consent],
    ['stop-element patient.display', { ...stop, patient: { ...stop.patient, display: number } }],
    ['stop-element patient.identifier', { ...stop, patient: { ...stop.patient, identifier: cpr } }],
    ...(
      [
        ['reference.identifier', { reference: { ...reference, identifier: cpr } }],
        ['reference.display', { reference: { ...reference, display: number } }],
        ['reference.extension', { reference: { ...reference, extension } }],
        ['reference._reference', { reference: { ...reference, _reference: { extension } } }],
        ['extension', { extension }],
        ['id', { id: number }],
        ['role.text', { role: { ...role, text: number } }],
      ] as const
    ).map(([name, change]): [string, Consent] => [
      `stop-element provision.actor.${name}`,
      actorWith(change),
    ]),
    ['stop-element provision.id', within({ id: number })],
    ['stop-element provision.period.extension', within({ period: { end: '2030', extension } })],
    [
      'stop-element provision.period._end',
      within({ period: { end: '2030', _end: { extension } } }),
    ],
    ['stop-element provision.class.display', within({ class: [{ ...coding, display: number }] })],
    ...[
      { coding: [{ code: 'POWATT', display: number }] },
      { coding: [{ code: 'POWATT', version: number }] },
      { coding: [{ code: number }] },
      { coding: [{ code: 'POWATT', system: 'urn:x' }] },
      { coding: [{ code: 'POWATT' }, { code: 'NOK' }] },
      {},
    ].map((one): [string, Consent] => ['stop-role provision.actor.role', actorWith({ role: one })]),
  ];
  for (const [fault, given] of cases) {
    t.same(keysOf(given), [fault.replace(' ', ' Consent.')], JSON.stringify(given.provision));
    // A broken role is refused before: nothing is made of it.
    const made = JSON.stringify(stopOf(given, { id: 'x', actor, now: noon }));
    t.notMatch(made, number);
  }
});

t.test('A stop whose period is over would stop nothing', async (t) => {
  const over = (period: object) => keysOf(within({ period }));
  const refused = ['stop-period Consent.provision.period'];
  t.same(over({ start: '2020-01-01', end: '2020-12-31' }), refused);
  t.same(over({ end: '2026-11-23' }), refused);
  t.same(over({ end: '2026-11-24T09:59:59.999+01:00' }), refused, 'a millisecond ago');
  t.same(over({ end: '2026-11-24' }), [], 'it ends with the day');
  t.same(over({ start: '2027-01-01' }), [], 'it begins later');
});
