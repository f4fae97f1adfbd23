import type { AuditEvent } from '@medplum/fhirtypes';
import t from 'tap';
import { loadDefinitions } from '../../../src/fhir/definitions.ts';
import { validate } from '../../../src/fhir/validate.ts';
import { serialise } from '../../../src/store/bytes.ts';
import { misfits } from '../../contracts/profile-rule.ts';
import { openLedger, rows } from './ledger-row.ts';

interface Shown {
  readonly id: string;
  readonly content: string;
  readonly sort: number;
  readonly [column: string]: unknown;
}

type Kept = AuditEvent & { id: string };

/** Of a list its members, whatever their order; PostgreSQL's own way to write one is read too. */
function members(value: unknown): unknown {
  const list =
    typeof value === 'string' && value.startsWith('{')
      ? JSON.parse(`[${value.slice(1, -1)}]`)
      : value;
  return Array.isArray(list) ? [...new Set(list)].sort() : list;
}

t.test('The AuditEvents of the ledger', async (t) => {
  const { db, room } = await openLedger(t);
  const { rows: shown } = await db.query<Shown>(
    'select * from audit_event where view = 1 order by sort',
  );
  const names = Object.keys(rows) as (keyof typeof rows)[];
  const each = (work: (resource: Kept, row: Shown, name: string) => void): void =>
    shown.forEach((row, at) => {
      work(JSON.parse(row.content), row, `${names[at]}`);
    });

  await t.test('are one for each row but those of writes', async (t) => {
    t.same(
      shown.map(({ id }) => id),
      names.map((name) => rows[name].id),
    );
  });

  await t.test('are as R4 and the profile say', async (t) => {
    const definitions = await loadDefinitions(['AuditEvent']);
    each((resource, _, name) => {
      t.same(validate(resource, definitions), [], name);
      t.same(misfits(resource), [], name);
    });
  });

  await t.test('have the bytes that the store would write', async (t) => {
    each((resource, { content, sort }, name) => {
      t.equal(content, serialise(resource, 1, sort), name);
    });
  });

  await t.test('have the columns that the store would index', async (t) => {
    const { index, columns } = room('AuditEvent');
    each((resource, row, name) => {
      const made = index(resource, row.sort).columns;
      const all = (value: (column: string, at: number) => unknown) =>
        columns.map((column, at) => [column.name, members(value(column.name, at))]);
      t.same(
        all((column) => row[column]),
        all((_, at) => made[at]),
        name,
      );
    });
  });

  await t.test('are seen by the citizen concerned, and never by a proxy', async (t) => {
    const { rows: all } = await db.query<{ id: string; view: number }>(
      'select id, view from audit_event',
    );
    const seen = all.filter(({ view }) => view === 2).map(({ id }) => id);
    const hidden = ['nobody', 'refused', 'refusedNoise', 'unauthenticated', 'purged'] as const;
    t.same(
      names.filter((name) => !seen.includes(rows[name].id)),
      hidden,
    );
    t.ok(all.every(({ view }) => view === 1 || view === 2));
  });

  await t.test('name mandate, request, query and target', async (t) => {
    const { content } = shown[2] ?? { content: '' };
    t.matchOnlyStrict(JSON.parse(content).entity, [
      {
        what: { reference: 'Patient/a' },
        type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1' },
        role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1' },
      },
      { what: { reference: 'Appointment/one' } },
      {
        type: { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '2' },
        role: { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '24' },
        query: Buffer.from('Appointment?patient=a').toString('base64'),
      },
      {
        what: { reference: 'Consent/m/_history/3' },
        type: { system: 'http://hl7.org/fhir/resource-types', code: 'Consent' },
      },
      {
        what: { identifier: { value: 'r2' } },
        type: {
          system: 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType',
          code: 'XrequestId',
        },
      },
    ]);
  });
});
