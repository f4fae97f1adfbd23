import t from 'tap';
import type { Actor, Mandate } from '../../src/access/grant.ts';
import { loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { type Act, digestOf, provenanceOf, roleOf } from '../../src/ledger/provenance.ts';
import { recordWrites } from '../../src/ledger/record.ts';
import { provenance } from '../../src/resources/provenance/index.ts';
import { misfits } from '../contracts/profile-rule.ts';
import { noon, openShelf } from '../store/shelf.ts';

const mandate = (consent: string, kind: string): Mandate => ({
  ...{ patient: 'a', relatedPerson: 'r', consent, consentVersion: 2, kind },
  ...{ rights: ['see', 'act'], source: 'ticket', denied: [] },
});

const relative = (consent: string, kind: string): Actor => ({
  ...{ capacity: 'relative', who: 'RelatedPerson/r', patient: 'a', client: 'self-service' },
  mandate: mandate(consent, kind),
});

const act = (id: string, actor: Actor, more: Partial<Act> = {}): Act => ({
  ...{ target: { type: 'Appointment', id, version: 1 }, patient: 'a', actor, kind: 'book' },
  ...{ outcome: 'created', policy: 'urn:law', occurred: noon, recorded: noon },
  assembler: 'Device/samspil',
  ...more,
});

const march = Date.UTC(2026, 2, 14);

const acts = {
  self: act('self', { capacity: 'self', who: 'Patient/a' }),
  proxy: act('proxy', relative('m', 'power-of-attorney'), {
    ...{ occurred: march, recorded: march, kind: 'move', outcome: 'updated' },
    target: { type: 'Appointment', id: 'proxy', version: 2 },
  }),
  parent: act('parent', relative('n', 'custody'), { recorded: march, occurred: march }),
  guardian: act('guardian', relative('n', 'guardianship')),
  kin: act('kin', relative('n', 'next-of-kin')),
  staff: act('staff', { capacity: 'staff', who: 'Practitioner/p' }, { recorded: march }),
  link: act('link', { capacity: 'link-holder', who: 'Device/link' }, { kind: 'cancel' }),
  machine: act('machine', { capacity: 'system', who: 'Device/samspil' }, { patient: null }),
  cura: act('cura', { capacity: 'cura', who: 'Device/cura' }, { kind: 'import' }),
  other: act('other', relative('m', 'power-of-attorney'), { patient: 'b' }),
} as const;

t.test('A Provenance says in what role somebody acted', async (t) => {
  t.same(
    Object.fromEntries(Object.entries(acts).map(([name, { actor }]) => [name, roleOf(actor).code])),
    {
      ...{ self: 'ONESELF', proxy: 'POWATT', parent: 'PARAUTH', guardian: 'GUARD', kin: 'NOK' },
      ...{
        staff: 'staff',
        link: 'link-holder',
        machine: 'system',
        cura: 'system',
        other: 'POWATT',
      },
    },
  );
});

t.test(
  'A Provenance is as R4 and the profile say, and names all that the act rests on',
  async (t) => {
    const definitions = await loadDefinitions(['Provenance']);
    for (const [name, one] of Object.entries(acts)) {
      const made = provenanceOf(one);
      t.same(validate(made, definitions), [], name);
      t.same(misfits(made), [], name);
    }
    const { id: _, ...made } = provenanceOf(acts.proxy);
    const at = new Date(march).toISOString();
    const type = (code: string) => ({
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code },
      ],
    });
    t.same(made, {
      resourceType: 'Provenance',
      extension: [
        {
          url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient',
          valueReference: { reference: 'Patient/a' },
        },
      ],
      target: [{ reference: 'Appointment/proxy/_history/2' }],
      ...{ occurredDateTime: at, recorded: at, policy: ['urn:law'] },
      activity: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation', code: 'UPDATE' },
          { system: 'https://samspil.example/fhir/CodeSystem/activity', code: 'move' },
        ],
      },
      agent: [
        {
          type: type('author'),
          role: [
            {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'POWATT' },
              ],
            },
          ],
          who: { reference: 'RelatedPerson/r' },
          onBehalfOf: { reference: 'Patient/a' },
        },
        {
          type: type('assembler'),
          who: {
            type: 'Device',
            identifier: { system: 'https://samspil.example/fhir/client', value: 'self-service' },
          },
        },
      ],
      entity: [
        { role: 'source', what: { reference: 'Consent/m/_history/2' } },
        { role: 'revision', what: { reference: 'Appointment/proxy/_history/1' } },
      ],
    });
  },
);

const byRelatives = 'agent-role=POWATT,GUARD,PARAUTH,NOK';

t.test('An auditor finds by one query', async (t) => {
  const { db, room, ask } = await openShelf(t, [provenance]);
  await db.transaction((tx) => recordWrites(tx, room('Provenance'), Object.values(acts), noon));
  const found = async (query: string): Promise<string[]> => {
    const { matches } = await ask(`Provenance?${query}`);
    const targets = matches.map(({ content }) => JSON.parse(content).target[0].reference);
    return targets.map((target) => target.split('/')[1]).sort();
  };
  const cases: Readonly<Record<string, readonly string[]>> = {
    'entity=Consent/m': ['other', 'proxy'],
    'entity=Consent/m/_history/2': ['other', 'proxy'],
    'entity=Consent/m/_history/1': [],
    [`entity=Consent/n&${byRelatives}`]: ['guardian', 'kin', 'parent'],
    [`patient=a&${byRelatives}&when=2026-03`]: ['parent', 'proxy'],
    [`patient=a&${byRelatives}`]: ['guardian', 'kin', 'parent', 'proxy'],
    [`on-behalf-of=a&${byRelatives}&recorded=2026-03`]: ['parent', 'proxy'],
    'patient=a&recorded=2026-03': ['parent', 'proxy', 'staff'],
    'patient=a&activity=cancel': ['link'],
    'patient=a&activity=UPDATE': ['proxy'],
    'patient=b&policy=urn:law': ['other'],
    'patient=b&policy=urn:other': [],
    'patient=a&agent-role=link-holder': ['link'],
    'agent=Practitioner/p': ['staff'],
    'agent:identifier=https://samspil.example/fhir/client|self-service&patient=b': ['other'],
    'target=Appointment/proxy': ['proxy'],
  };
  for (const [query, expected] of Object.entries(cases))
    t.same(await found(query), expected, query);
  const { rows } = await db.query<{ id: string; digest: string; mandate: string | null }>(
    'select l.id, l.digest, l.mandate from ledger l join provenance p on p.id = l.id order by l.id',
  );
  t.equal(rows.length, Object.keys(acts).length, 'each has its row of the ledger');
  const { matches } = await ask('Provenance?target=Appointment/proxy');
  const [match] = matches;
  const row = rows.find(({ id }) => id === match?.id);
  t.equal(row?.mandate, 'Consent/m/_history/2');
  t.equal(row?.digest, digestOf(JSON.parse(match?.content ?? '')), 'which holds its digest');
});
