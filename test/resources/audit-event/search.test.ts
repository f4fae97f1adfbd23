import t from 'tap';
import { appendRows } from '../../../src/ledger/append.ts';
import { auditEvent } from '../../../src/resources/audit-event/index.ts';
import { provenance } from '../../../src/resources/provenance/index.ts';
import { layGrants, roleNow } from '../../../src/store/role.ts';
import { ensureTables, makeIndexes } from '../../../src/store/tables.ts';
import { openShelf } from '../../store/shelf.ts';
import { look, observer, openLedger, rows } from './ledger-row.ts';

const minute = (at: number): string => new Date(rows.own.at + at * 60_000).toISOString();

const queries = [
  'patient=a',
  'patient=Patient/b',
  'patient=a&date=ge2026-06&_sort=-date',
  'agent=Practitioner/p',
  'agent=RelatedPerson/r&patient=a',
  `agent=${observer}`,
  'agent=Practitioner/p,RelatedPerson/r',
  'agent:identifier=revisor-1',
  'agent-role=relative,staff',
  'agent-role:not=self',
  'entity=Appointment/one',
  'entity=Appointment/one,Appointment/three',
  'entity=Appointment/nowhere',
  'entity=Patient/a',
  'entity=Consent/m',
  'entity=Consent/m/_history/3',
  'entity=Consent/m/_history/2',
  'entity:missing=true',
  'entity:identifier=r3',
  'entity=Appointment/one&agent=Patient/a',
  `source=${observer}`,
  'source=Device/other',
  'action=R',
  'action:not=R',
  'outcome=4',
  'outcome=http://terminology.hl7.org/CodeSystem/audit-event-outcome|0',
  'outcome=4&agent=Practitioner/p',
  'type=rest',
  'entity-type=Consent',
  'entity-type:missing=true',
  'entity-role=24',
  'type=destroy',
  'subtype=search-type,login',
  'subtype=everything',
  'purpose=FAMRQT',
  'purpose:missing=true',
  `date=${minute(3)}`,
  `date=gt${minute(3)}`,
  `date=lt${minute(3)}&agent=Patient/a`,
  `date=ge${minute(1)}&date=le${minute(5)}`,
  `patient=a&date=sa${minute(1)}`,
  `_id=${rows.relative.id}`,
  '_profile=https://samspil.example/fhir/StructureDefinition/samspil-audit-event',
  '_tag=none',
] as const;

const sorts = ['', '&_sort=_id', '&_sort=-date'];

t.test('A search finds the same in the ledger as in a table of AuditEvents', async (t) => {
  const ledger = await openLedger(t);
  const { rows: all } = await ledger.db.query<{ content: string }>(
    'select content from audit_event where view = 1',
  );
  const { from: _, ...stored } = auditEvent;
  const table = await openShelf(t, [provenance, stored]);
  await table.put(...all.map(({ content }) => JSON.parse(content)));
  let found = 0;
  const compare = async (query: string): Promise<void> => {
    const expected = await table.find(query, { total: true });
    t.same(await ledger.find(query, { total: true }), expected, query);
    found += expected.length;
  };
  for (const query of queries)
    for (const sort of sorts) await compare(`AuditEvent?${query}${sort}`);
  t.ok(found > 300, `${found} matches`);
});

t.test('What a search of the ledger leads to', async (t) => {
  const { ask, find, db } = await openLedger(t);
  const seen = look(20, { agent: 'Practitioner/p', targets: ['Provenance/p0', 'Appointment/one'] });
  await appendRows(db, [seen]);

  await t.test('is included, both ways', async (t) => {
    const included = async (query: string) => (await ask(query)).includes.map(({ id }) => id);
    t.same(await included('Provenance?_id=p0&_revinclude=AuditEvent:entity'), [seen.id]);
    t.same(await included('Provenance?_id=p1&_revinclude=AuditEvent:entity'), []);
    t.same(await included('AuditEvent?agent=Practitioner/p&_include=AuditEvent:entity'), ['p0']);
  });

  await t.test('is chosen by what lies behind a reference', async (t) => {
    t.same(await find('AuditEvent?entity:Provenance.recorded=2026'), [seen.id]);
    t.same(await find('AuditEvent?entity:Provenance.recorded=2025'), []);
    t.same(await find('Provenance?_has:AuditEvent:entity:agent=Practitioner/p'), ['p0']);
    t.same(await find('Provenance?_has:AuditEvent:entity:agent=Patient/a'), []);
    t.same(await find('Provenance?_has:AuditEvent:entity:entity=Appointment/one'), ['p0']);
  });

  await t.test('comes page by page, in either direction', async (t) => {
    const all = await find('AuditEvent?patient=a');
    const marks = (await ask('AuditEvent?patient=a')).matches.map(({ keys, id }) => ({ keys, id }));
    for (const [at, mark] of marks.entries()) {
      const page = async (way: 'after' | 'before') =>
        (await ask('AuditEvent?patient=a', { count: 2, [way]: mark })).matches.map(({ id }) => id);
      t.same(await page('after'), all.slice(at + 1, at + 3));
      t.same(await page('before'), all.slice(Math.max(0, at - 2), at));
    }
  });

  t.same(await find(`AuditEvent?_lastUpdated=ge${minute(10)}`), [
    rows.unauthenticated.id,
    rows.purged.id,
    seen.id,
  ]);
});

t.test('The room of AuditEvent keeps nothing of its own', async (t) => {
  const { db, owner, find } = await openLedger(t);
  const { from } = auditEvent;
  if (!from) throw new Error('It stands on the ledger.');
  const changed = { ...auditEvent, from: { ...from, sql: `${from.sql} -- changed` } };
  for (const shape of [auditEvent, changed, auditEvent]) {
    t.same(await owner.transaction((tx) => ensureTables(tx, [provenance, shape])), []);
    await makeIndexes(owner, [provenance, shape]);
    await layGrants(owner, await roleNow(db));
    t.equal((await find('AuditEvent?')).length, Object.keys(rows).length);
  }
});
