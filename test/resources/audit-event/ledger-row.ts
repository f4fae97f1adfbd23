import type { Provenance } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { uuidv7 } from '../../../src/fhir/id.ts';
import { appendRows } from '../../../src/ledger/append.ts';
import { patientExtension } from '../../../src/ledger/provenance.ts';
import type { LedgerRow } from '../../../src/ledger/row.ts';
import { auditEvent } from '../../../src/resources/audit-event/index.ts';
import { provenance } from '../../../src/resources/provenance/index.ts';
import { noteObserver } from '../../../src/store/installation.ts';
import { putAll } from '../../../src/store/put.ts';
import { noon, openShelf, type Shelf } from '../../store/shelf.ts';

export const observer = 'Device/00000000-0000-5000-8000-00000000000a';

const at = (minute: number): number => noon + minute * 60_000;

/** A look by a citizen at the own record, unless it says otherwise; `minute` after noon. */
export const look = (minute: number, more: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ id: uuidv7(at(minute)), kind: 'access', at: at(minute), request: `r${minute}` },
  ...{ agent: 'Patient/a', capacity: 'self', patient: 'a', mandate: null },
  ...{ interaction: 'read', query: 'Appointment/one', targets: ['Appointment/one'], shown: 1 },
  ...{ purpose: 'PATRQT', policy: null, client: 'app', network: '192.0.2.1' },
  ...{ outcome: '0', digest: null },
  ...more,
});

const mandate = 'Consent/m/_history/3';
const relative = { agent: 'RelatedPerson/r', capacity: 'relative', mandate, purpose: 'FAMRQT' };
const search = { interaction: 'search-type', query: 'Appointment?patient=a', shown: 2 };

/** A row of each kind that the house writes. */
export const rows = {
  own: look(0),
  overview: look(1, { ...search, targets: ['Appointment/one', 'Appointment/two'] }),
  relative: look(2, { ...relative, ...search, targets: ['Appointment/one'] }),
  everything: look(3, {
    ...{ agent: 'Practitioner/p', capacity: 'staff', purpose: 'CAREMGT' },
    ...{ interaction: '$everything', query: 'Patient/a/$everything', targets: ['Patient/a'] },
  }),
  audited: look(4, {
    ...{ agent: 'auditor/revisor-1', capacity: 'auditor', purpose: 'HCOMPL' },
    ...{ interaction: 'history-instance', query: 'Provenance/x/_history', targets: [] },
  }),
  machine: look(5, {
    ...{ agent: 'system/bulk', capacity: 'system', purpose: 'HOPERAT', patient: 'b' },
    ...{ interaction: '$export', query: '$export', targets: ['Appointment/three'], network: null },
  }),
  nobody: look(6, { ...search, patient: null, targets: [], query: 'Location?name=Ørsted' }),
  refused: look(7, {
    ...{ kind: 'refusal', agent: 'Patient/b', outcome: '4', shown: 0, client: null },
  }),
  refusedStaff: look(8, {
    ...{ kind: 'refusal', agent: 'Practitioner/p', capacity: 'staff', outcome: '4', shown: 0 },
    ...{
      interaction: 'update',
      purpose: 'CAREMGT',
      targets: ['Appointment/one', '../x "', 'Flag/', 'Flag/x/y'],
    },
  }),
  refusedNoise: look(9, {
    ...{ kind: 'refusal', agent: 'person/0123456789abcdef', outcome: '4', request: null },
    ...{ patient: 'x"} or\n1=1', interaction: '', query: null, targets: [], purpose: null },
  }),
  unauthenticated: look(10, {
    ...{ kind: 'unauthenticated', request: null, agent: 'unknown', capacity: 'public' },
    ...{ patient: null, interaction: 'login', query: null, targets: [], shown: 17 },
    ...{ purpose: null, client: null, outcome: '4' },
  }),
  purged: look(10.5, {
    ...{ kind: 'purge', request: null, agent: observer, capacity: 'system', interaction: 'purge' },
    ...{ query: 'access until 2021-06-01T10:00:00.000Z', targets: [], shown: 2_000 },
    ...{ purpose: null, client: null, network: null },
  }),
} as const satisfies Record<string, LedgerRow>;

/** A write, which is no AuditEvent. */
const written = look(11, { kind: 'write', interaction: 'book', agent: 'Patient/a', digest: 'd' });

const provenanceOf = (id: string, target: string, patient: string): Provenance =>
  ({
    ...{ resourceType: 'Provenance', id, recorded: new Date(noon).toISOString(), agent: [] },
    target: [{ reference: `${target}/_history/1` }],
    extension: [{ url: patientExtension, valueReference: { reference: `Patient/${patient}` } }],
  }) as never;

/** The room of AuditEvent over a ledger with these rows, and the Provenance by which it is known whose each target is. */
export async function openLedger(t: Test): Promise<Shelf> {
  const shelf = await openShelf(t, [provenance, auditEvent]);
  const { db, room } = shelf;
  await noteObserver(db, observer);
  const owned = [
    ...['Appointment/one', 'Appointment/two', 'Consent/m'].map((one) => [one, 'a'] as const),
    ['Appointment/three', 'b'] as const,
  ];
  await db.transaction(async (tx) => {
    const all = owned.map(([target, patient], n) => provenanceOf(`p${n}`, target, patient));
    await putAll(tx, room('Provenance'), all as never, noon);
    await appendRows(tx, [...Object.values(rows), written]);
  });
  return shelf;
}
