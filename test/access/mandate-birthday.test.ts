import type { Consent, Patient, RelatedPerson, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { unlimited } from '../../src/access/grant.ts';
import { resolveGrant } from '../../src/access/resolve.ts';
import { codeSystem } from '../../src/fhir/canonical.ts';
import { prepareStore } from '../../src/main/foundation.ts';
import { registry } from '../../src/registry.ts';
import { personHash } from '../../src/store/index-row.ts';
import { putAll } from '../../src/store/put.ts';
import { storeRoom } from '../../src/store/stored-room.ts';
import { testDatabase } from '../database.ts';

const cpr = 'urn:oid:1.2.208.176.1.2';
const key = Buffer.alloc(32, 7);

const patient = (id: string, more: Partial<Patient>): Patient & { id: string } => ({
  ...{ resourceType: 'Patient', id, identifier: [{ system: cpr, value: id }] },
  ...more,
});

const relative = (id: string, of: string): RelatedPerson & { id: string } => ({
  ...{ resourceType: 'RelatedPerson', id, identifier: [{ system: cpr, value: 'parent' }] },
  patient: { reference: `Patient/${of}` },
});

const mandate = (id: string, of: string, kind: string): Consent & { id: string } => ({
  ...{ resourceType: 'Consent', id, status: 'active', scope: { text: 'privacy' } },
  category: [{ coding: [{ system: codeSystem('mandate-kind'), code: kind }] }],
  patient: { reference: `Patient/${of}` },
  provision: {
    type: 'permit',
    period: { start: '2000-01-01' },
    action: [{ coding: [{ system: codeSystem('mandate-right'), code: 'see' }] }],
    actor: [
      {
        role: { text: 'parent' },
        reference: { reference: `RelatedPerson/${kind}-${of}` },
      },
    ],
    provision: [
      {
        type: 'deny',
        class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'CarePlan' }],
      },
    ],
  },
});

/** Citizens by what is known of their birth, and the moment at which each becomes 15 in Copenhagen. */
const citizens: readonly (readonly [string, Partial<Patient>, string | undefined])[] = [
  ['ordinary', { birthDate: '2012-05-09' }, '2027-05-09T00:00:00+02:00'],
  ['leap', { birthDate: '2012-02-29' }, '2027-03-01T00:00:00+01:00'],
  ['spring', { birthDate: '2012-03-28' }, '2027-03-28T00:00:00+01:00'],
  ['summer', { birthDate: '2012-03-29' }, '2027-03-29T00:00:00+02:00'],
  ['autumn', { birthDate: '2012-10-31' }, '2027-10-31T00:00:00+02:00'],
  ['winter', { birthDate: '2012-11-01' }, '2027-11-01T00:00:00+01:00'],
  ['new-year', { birthDate: '2013-01-01' }, '2028-01-01T00:00:00+01:00'],
  ['ecpr', {}, undefined],
];

t.test('The 15th birthday', async (t) => {
  const { db, owner } = await testDatabase(t);
  await prepareStore(db, registry, { owner });
  const put = (type: string, resources: (Resource & { id: string })[]) => {
    const room = registry.find((one) => one.type === type);
    if (!room) throw new RangeError(`there is no ${type}`);
    return db.transaction((tx) => putAll(tx, storeRoom(room, key), resources, 0));
  };
  const names = citizens.map(([name]) => name);
  await put(
    'Patient',
    citizens.map(([name, more]) => patient(name, more)),
  );
  await put(
    'RelatedPerson',
    ['custody', 'next-of-kin'].flatMap((kind) =>
      names.map((name) => relative(`${kind}-${name}`, name)),
    ),
  );
  await put(
    'Consent',
    ['custody', 'next-of-kin'].flatMap((kind) =>
      names.map((name) => mandate(`${kind}-${name}`, name, kind)),
    ),
  );
  const grantAt = async (number: string, at: number) => {
    await db.query(
      `insert into sync_state (name, cursor, checked_at) values ('feed', 0, to_timestamp($1 / 1000.0))
       on conflict (name) do update set checked_at = excluded.checked_at`,
      [at],
    );
    const who = { kind: 'person', hash: personHash(key, number), tickets: [] } as const;
    return resolveGrant(db, { ...unlimited, name: '', client: '', ...who }, at);
  };
  const kindsAt = async (of: string, at: number) =>
    (await grantAt('parent', at)).mandates
      .filter((one) => one.patient === of)
      .map((one) => one.kind);
  const ownAt = async (of: string, at: number) => (await grantAt(of, at)).self;

  await t.test('ends custody and begins the own access in one millisecond', async (t) => {
    for (const [name, , day] of citizens) {
      if (day === undefined) continue;
      const first = Date.parse(day);
      t.same(await kindsAt(name, first - 1), ['custody'], `${name}, the last millisecond`);
      t.same(
        await kindsAt(name, first),
        ['next-of-kin'],
        `${name}, the first: what else there is stays`,
      );
      t.same([await ownAt(name, first - 1), await ownAt(name, first)], [undefined, name], name);
    }
  });

  await t.test('is not known of an eCPR: no custody, and no doubt of the own login', async (t) => {
    t.same(await kindsAt('ecpr', Date.UTC(2026, 1, 1)), ['next-of-kin']);
    t.equal(await ownAt('ecpr', Date.UTC(2026, 1, 1)), 'ecpr');
  });

  await t.test('leaves what the giver keeps back, until death ends it all', async (t) => {
    const at = Date.UTC(2026, 1, 1);
    const denied = async () =>
      (await grantAt('parent', at)).mandates
        .filter((one) => one.patient === 'leap')
        .map((one) => one.denied);
    t.same(await denied(), [['CarePlan']]);
    await put('Patient', [
      patient('leap', { birthDate: '2012-02-29', deceasedDateTime: '2026-01-31' }),
    ]);
    t.same(await denied(), []);
  });

  await t.test(
    'is waited for by a relative, who is nobody before; and no relative acts after death',
    async (t) => {
      const at = Date.UTC(2026, 1, 1);
      t.ok((await grantAt('parent', at)).mandates.length > 0);
      await put('Patient', [patient('parent', { birthDate: '2012-01-01' })]);
      t.same((await grantAt('parent', at)).mandates, [], 'a child acts for nobody');
      await put('Patient', [patient('parent', { birthDate: '1980-01-01', deceasedBoolean: true })]);
      t.same((await grantAt('parent', at)).mandates, []);
      await put('Patient', [patient('parent', { birthDate: '1980-01-01' })]);
      t.ok((await grantAt('parent', at)).mandates.length > 0);
    },
  );
});
