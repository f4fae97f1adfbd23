import type { Provenance, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { planReminders } from '../../src/resources/communication/plan.ts';
import { sendReminders } from '../../src/resources/communication/send.ts';
import { storeReports } from '../../src/resources/measure-report/store-reports.ts';
import { viewBit } from '../../src/store/shape.ts';
import { noon, startHouse, type TestHouse } from '../house.ts';
import { subscribeAll } from '../http/subscriber.ts';
import { askForMove } from '../move-request.ts';
import { faultsBy } from './fault.ts';
import { misfits } from './profile-rule.ts';

const hourMs = 3_600_000;
const most = 300;

const at = (time: number): string => encodeURIComponent(new Date(time).toISOString());

async function firstId(answer: Promise<Response>): Promise<string> {
  const bundle = (await (await answer).json()) as { entry?: { resource: Resource }[] };
  return `${bundle.entry?.[0]?.resource.id}`;
}

/** A relative books for the citizen, and the reminder of it goes out. Gives the status of the booking. */
async function bookAndRemind({ as, ports, workers }: TestHouse): Promise<number> {
  const patient = await firstId(as('citizen')('Patient'));
  const relative = as('relative');
  const window = `start=${at(noon + 3 * hourMs)}&end=${at(noon + 36 * hourMs)}`;
  const time = await firstId(relative(`Appointment/$find?${window}&patient-reference=${patient}`));
  const booked = await relative(`Appointment/$book?appt-id=${time}&patient-id=${patient}`, {
    method: 'POST',
  });
  await planReminders(workers.send);
  const { rows } = await ports.db.query<{ id: string }>('select id from reminder');
  await sendReminders(
    workers.send,
    rows.map(({ id }) => id),
  );
  return booked.status;
}

/** What the store holds of a room for one kind of reader, as it is answered. */
async function shownTo(
  { ports }: TestHouse,
  view: keyof typeof viewBit,
  type: string,
): Promise<Resource[]> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from ${ports.room(type).table} where view & $1 <> 0
     order by last_updated desc, id limit ${most}`,
    [viewBit[view]],
  );
  return rows.map(({ content }) => JSON.parse(content));
}

const rolesIn = (acts: readonly Provenance[]): Set<string | undefined> =>
  new Set(acts.flatMap(({ agent }) => agent.map(({ role }) => role?.[0]?.coding?.[0]?.code)));

t.test(
  'whatever the store answers is as R4 and the profile say, also what is made here',
  async (t) => {
    const house = await startHouse(t);
    await storeReports(house.ports);
    const faults = faultsBy(house.service.definitions);
    t.equal(await bookAndRemind(house), 201);
    t.equal(await askForMove(house, 'relative'), 201);
    await subscribeAll(house);
    for (const { type } of registry)
      for (const view of ['staff', 'citizen', 'proxy'] as const) {
        const shown = await shownTo(house, view, type);
        // Who has looked is not for relatives.
        const isHidden = type === 'AuditEvent' && view === 'proxy';
        t.equal(shown.length > 0, !isHidden, `${shown.length} of ${type} for ${view}`);
        t.same(shown.flatMap(faults), [], `${type} for ${view} by R4`);
        t.same(shown.flatMap(misfits), [], `${type} for ${view} by its profile`);
      }
    const acts = (await shownTo(house, 'staff', 'Provenance')) as Provenance[];
    t.ok(rolesIn(acts).has('POWATT'), 'among them the act of the relative');
  },
);
