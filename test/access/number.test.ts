import type { Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { registry } from '../../src/registry.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { whole } from '../whole.ts';
import { citizenIdOf, people, resources, verdict } from './answer.ts';
import { type Ask, asker } from './ask.ts';
import { dump, numbersIn, numbersOf } from './numbers.ts';

const cprSystem = 'urn:oid:1.2.208.176.1.2';
const systems = [cprSystem, 'urn:oid:1.2.208.176.1.6.1.1'];
const callers = ['citizen', 'relative', 'protectedRelative', 'parent', 'staff', 'auditor', 'dead'];

const form = (entries: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: `${new URLSearchParams(entries)}`,
});

/** A day in the house: a booking, a cancellation, and changes in Cura, so that there are earlier versions. */
async function live(house: TestHouse): Promise<void> {
  const daughter = house.as('relative');
  const patient = await citizenIdOf(house, 'citizen');
  const found = await daughter(
    `Appointment/$find?start=2026-11-27&end=2026-12-11&patient-reference=${patient}`,
  );
  let booked: string | undefined;
  for (const { id } of resources<{ id: string }>(await found.json())) {
    const answer = await daughter('Appointment/$book', {
      method: 'POST',
      body: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [
          { name: 'appointment-reference', valueString: id },
          { name: 'patient-reference', valueString: patient },
        ],
      }),
    });
    booked = resources<{ id: string }>(await answer.json())[0]?.id;
    if (answer.status === 201) break;
  }
  await daughter(`Appointment/${booked}/$cancel`, { method: 'POST' });
  house.cura.change('borger', `${people.citizen?.borgerId}`, { telefon: '+4500999999' });
  house.cura.change('paaroerende', `${people.relative?.paaroerendeId}`, { telefon: '+4500999998' });
  await synchronise(house.sync);
}

interface Heard {
  readonly where: string;
  readonly text: string;
}

const headersOf = (response: Response): string => JSON.stringify([...response.headers]);

/** Everything that a caller is told: searches with all that they include, each row, its versions, refusals. */
async function listen(ask: Ask): Promise<Heard[]> {
  const heard: Heard[] = [];
  const hear = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await ask(path, init);
    const text = await response.text();
    heard.push({ where: path, text: headersOf(response) + text });
    return text;
  };
  for (const { type, search } of registry) {
    const references = Object.keys(search).filter((name) => search[name]?.type === 'reference');
    const includes = references.map((name) => `_include=${type}:${name}`).join('&');
    const bundle = JSON.parse(await hear(`${type}?_count=200&_total=accurate&${includes}`));
    const ids = resources<{ resourceType: string; id?: string }>(bundle)
      .filter(({ resourceType }) => resourceType === type)
      .slice(0, 3)
      .map(({ id }) => `${type}/${id}`);
    for (const id of ids)
      for (const path of [id, `${id}/_history`, `${id}/_history/1`]) await hear(path);
    await hear(`${type}/none`);
    await hear(`${type}/_search`, form({ _count: '2' }));
  }
  return heard;
}

/** The text without the one place where staff find numbers. */
const withoutIdentifiers = (text: string): string =>
  text.replace(/\{[^{}]*"system":"(urn:oid:[\d.]+)"[^{}]*\}/g, (all, system) =>
    systems.includes(system) ? '' : all,
  );

t.test('A CPR number stands where it may, and nowhere else', whole, async (t) => {
  const house = await startHouse(t, { workers: true });
  const numbers = await numbersOf(house);
  t.ok(numbers.size > 40, 'there are numbers to look for');
  await live(house);

  for (const persona of callers)
    await t.test(
      `${persona} is told none outside the identifiers of the staff's view`,
      async (t) => {
        const heard = await listen(await asker(house, persona));
        const isStaff = persona === 'staff';
        const leaks = heard.flatMap(({ where, text }) =>
          numbersIn(isStaff ? withoutIdentifiers(text) : text, numbers).map(() => where),
        );
        t.same(leaks, []);
        const shown = heard.some(({ text }) => numbersIn(text, numbers).length > 0);
        t.equal(shown, isStaff, 'only staff see numbers');
        t.ok(heard.length > registry.length * 2, `${heard.length} answers`);
      },
    );

  await t.test('Staff find a citizen by number in the body of a POST', async (t) => {
    const staff = await asker(house, 'staff');
    const cpr = `${people.citizen?.cpr}`;
    const wanted = await citizenIdOf(house, 'citizen');
    const answer = await staff('Patient/_search', form({ identifier: `${cprSystem}|${cpr}` }));
    const bundle = (await answer.json()) as Bundle;
    t.same(
      resources<Patient>(bundle).map(({ id }) => id),
      [wanted],
    );
    t.same(numbersIn(JSON.stringify(bundle.link), numbers), [], 'its links are sealed');
    const self = `${bundle.link?.[0]?.url.split('/fhir/')[1]}`;
    t.same(
      resources<Patient>(await (await staff(self)).json()).map(({ id }) => id),
      [wanted],
    );
    const own = await asker(house, 'citizen');
    const asked = await own('Patient/_search', form({ identifier: `${cprSystem}|${cpr}` }));
    t.same(resources(await asked.json()), [], 'a citizen is not found by it, whose view has none');
  });

  await t.test('A number in an address is refused, wherever it stands', async (t) => {
    const staff = await asker(house, 'staff');
    const cpr = `${people.citizen?.cpr}`;
    const barred = `${cpr.slice(0, 6)}-${cpr.slice(6)}`;
    const system = encodeURIComponent(cprSystem);
    const addresses = [
      `Patient?identifier=${system}|${cpr}`,
      `Patient?identifier=${system}%7C${barred}`,
      `Patient?identifier=${cpr}`,
      `Patient?identifier=${barred}`,
      `Patient?identifier=x,${cpr}`,
      `Patient?identifier:not=${cpr}`,
      `Patient?name=${cpr}`,
      `Patient?_id=${cpr}`,
      `Patient?cpr=${cpr}`,
      `Appointment?patient=Patient/${cpr}`,
      `Appointment?patient:identifier=${system}|${cpr}`,
      `Appointment?patient:identifier=${cpr}`,
      `Appointment/$find?start=2026-11-27&end=2026-11-28&patient-reference=${cpr}`,
      `Patient/${cpr}`,
      `Patient/${barred}`,
      `Patient/${cpr}/_history`,
      `Patient/${cpr}/_history/1`,
    ];
    for (const address of addresses) {
      const response = await staff(address);
      const text = await response.clone().text();
      t.equal(await verdict(response), '400 use-post-search', address.replace(cpr, '…'));
      t.same(numbersIn(text, numbers), [], 'and is not echoed');
    }
    const both = await staff(`Patient/_search?identifier=${cpr}`, form({ _count: '1' }));
    t.equal(await verdict(both), '400 use-post-search');
  });

  await t.test('The database holds none outside what staff read', async (t) => {
    const found: Record<string, number> = {};
    const tables = await dump(house, (table, { view, ...row }) => {
      for (const [column, text] of Object.entries(row))
        if (text !== null && numbersIn(text, numbers).length > 0) {
          const place = `${table}.${column} view ${view}`;
          found[place] = (found[place] ?? 0) + 1;
        }
    });
    t.ok(tables > 40, `${tables} tables`);
    const places = Object.keys(found).sort();
    t.same(places, [
      'public.patient.content view 1',
      'public.patient_history.content view 1',
      'public.related_person.content view 1',
      'public.related_person_history.content view 1',
    ]);
  });

  t.same(numbersIn(house.lines.join('\n'), numbers), [], 'no log line holds one');
});
