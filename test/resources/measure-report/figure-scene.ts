import type { Appointment, Bundle, Communication, HealthcareService } from '@medplum/fhirtypes';
import { instantToWall, parseInstant } from '../../../src/fhir/instant.ts';
import type { DayCell } from '../../../src/resources/measure-report/cell.ts';
import type { TestHouse } from '../../house.ts';

export const month = { first: '2026-11-01', last: '2026-11-30' };
export const hourMs = 3_600_000;
export const total = (cells: readonly DayCell[]) => [
  cells.reduce((sum, { part }) => sum + part, 0),
  cells.reduce((sum, { whole }) => sum + whole, 0),
];

export async function staffRows<T>({ ports }: TestHouse, type: string): Promise<T[]> {
  const { rows } = await ports.db.query<{ content: string }>(
    `select content from ${ports.room(type).table} where view & 1 <> 0`,
  );
  return rows.map(({ content }) => JSON.parse(content) as T);
}

/** The same numbers, counted from the resources alone. */
export async function counted(
  house: TestHouse,
  statuses: readonly string[],
  isPart: (one: Appointment) => boolean,
  isMeant: (one: Appointment) => boolean = () => true,
) {
  const services = new Map(
    (await staffRows<HealthcareService>(house, 'HealthcareService')).map(({ id, providedBy }) => [
      `HealthcareService/${id}`,
      providedBy?.reference,
    ]),
  );
  const found = new Map<string, [number, number]>();
  for (const one of await staffRows<Appointment>(house, 'Appointment')) {
    const isVisit = one.identifier?.some(({ system }) => system?.endsWith('/cura/besoeg'));
    const day = one.start === undefined ? '' : instantToWall(parseInstant(one.start)).date;
    if (
      isVisit ||
      !statuses.includes(one.status) ||
      !isMeant(one) ||
      day < month.first ||
      day > month.last
    )
      continue;
    const unit = one.participant.flatMap(({ actor }) => services.get(actor?.reference ?? '') ?? []);
    const [part, whole] = found.get(`${unit[0]} ${day}`) ?? [0, 0];
    found.set(`${unit[0]} ${day}`, [part + Number(isPart(one)), whole + 1]);
  }
  return found;
}

export const asMap = (cells: readonly DayCell[]): Map<string, [number, number]> =>
  new Map(
    cells.flatMap(({ unit, day, part, whole }): [string, [number, number]][] =>
      whole > 0 ? [[`${unit} ${day}`, [part, whole]]] : [],
    ),
  );

export async function bookAs(house: TestHouse, persona: string, at: number): Promise<number> {
  house.setNow(at);
  const mine = (await (await house.as('citizen')('Patient')).json()) as Bundle;
  const patient = mine.entry?.[0]?.resource?.id;
  const ask = house.as(persona);
  const window = [at + 20 * hourMs, at + 80 * hourMs].map((ms) =>
    encodeURIComponent(new Date(ms).toISOString()),
  );
  const query = `start=${window[0]}&end=${window[1]}&patient-reference=${patient}`;
  const free = (await (await ask(`Appointment/$find?${query}`)).json()) as Bundle;
  const id = free.entry?.[0]?.resource?.id;
  const booked = await ask(`Appointment/$book?appt-id=${id}&patient-id=${patient}`, {
    method: 'POST',
  });
  return booked.status;
}

/** Messages that were to be answered in the month, each with the first answer of staff, read from the resources alone. */
export async function answersRead(house: TestHouse) {
  const all = await staffRows<Communication>(house, 'Communication');
  const dueOf = ({ extension = [] }: Communication) =>
    extension.find(({ url }) => url.endsWith('/reply-due'))?.valueDateTime;
  const rootOf = ({ id, partOf = [] }: Communication) =>
    partOf[0]?.reference ?? `Communication/${id}`;
  const asked = all.filter(
    (one) =>
      dueOf(one) &&
      instantToWall(parseInstant(`${one.sent}`)).date >= month.first &&
      instantToWall(parseInstant(`${one.sent}`)).date <= month.last,
  );
  return asked
    .map((one) => {
      const replies = all
        .filter((other) => other.id !== one.id && rootOf(other) === rootOf(one))
        .filter(({ sender }) => sender?.reference?.startsWith('PractitionerRole/'))
        .map(({ sent }) => parseInstant(`${sent}`))
        .filter((sent) => sent > parseInstant(`${one.sent}`))
        .sort((a, b) => a - b);
      const due = parseInstant(`${dueOf(one)}`);
      const [first] = replies;
      const end = parseInstant('2026-12-01T00:00:00+01:00');
      return {
        first,
        isMeant: first !== undefined || due <= end,
        isIn: first !== undefined && first <= due,
      };
    })
    .filter(({ isMeant }) => isMeant);
}
