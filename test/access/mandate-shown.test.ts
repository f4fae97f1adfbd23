import type { Appointment, Bundle, Consent, Patient, Provenance } from '@medplum/fhirtypes';
import t from 'tap';
import { startHouse } from '../house.ts';
import { citizenIdOf, fhir, people, resources, verdict } from './answer.ts';
import { openDoor, person } from './logged-in.ts';
import { idOf, stopFor } from './story.ts';

const coding = (code: string) => ({ system: 'http://hl7.org/fhir/resource-types', code });

t.test('What a relative who may see is shown', async (t) => {
  const house = await startHouse(t);
  const door = await openDoor(t, house);
  const patient = await citizenIdOf(house, 'citizen');
  const [citizen, brother] = ['citizen', 'seeonly'].map((key) =>
    door(person(house, `${people[key]?.cpr}`)),
  ) as [ReturnType<typeof door>, ReturnType<typeof door>];
  const relative = await idOf(house, 'paaroerende', `${people.seeonly?.paaroerendeId}`);
  const sister = await idOf(house, 'paaroerende', `${people.relative?.paaroerendeId}`);
  const get = async <T>(ask: typeof citizen, path: string): Promise<T> =>
    (await (await ask(path)).json()) as T;
  const lay = (whom: string, change: Consent['provision'] = {}) => {
    const stop = stopFor(patient, whom);
    const policy = [{ uri: 'urn:x' }];
    const provision = { ...stop.provision, ...change };
    return citizen('Consent', {
      ...{ method: 'POST', headers: fhir },
      body: JSON.stringify({ ...stop, policy, provision }),
    });
  };
  /** Every way to the Provenance of a citizen, by the types of its targets that come that way. */
  const ways = [
    `Provenance?patient=${patient}&_count=1000`,
    `Patient/${patient}/$everything?_count=1000`,
    `Patient/${patient}/*?_count=1000`,
    `Patient/${patient}/Provenance?_count=1000`,
    `Patient?_id=${patient}&_revinclude=Provenance:patient`,
  ];
  const told = async (ask: typeof citizen, path: string): Promise<string[]> =>
    resources<Provenance>(await get<Bundle>(ask, path))
      .filter(({ resourceType }) => resourceType === 'Provenance')
      .map(({ target: [one] }) => `${one?.reference}`.replace(/\/_history.*/, ''));
  const ofType = (type: string, all: readonly string[]) =>
    [...new Set(all.filter((one) => one.startsWith(`${type}/`)))].sort();

  await t.test('is told of the own relation and mandates alone, whichever way', async (t) => {
    t.equal((await lay(sister, { class: [coding('Device')] })).status, 201);
    t.equal((await lay(relative, { class: [coding('Device')] })).status, 201);
    const consents = resources<Consent>(await get(brother, `Consent?patient=${patient}`));
    const own = consents.map(({ id }) => `Consent/${id}`).sort();
    t.equal(own.length, 2, 'a mandate and a stop');
    for (const way of ways) {
      const all = await told(citizen, way);
      const seen = await told(brother, way);
      t.ok(ofType('RelatedPerson', all).length > 1 && ofType('Consent', all).length > 3, way);
      t.same(ofType('RelatedPerson', seen), [`RelatedPerson/${relative}`], way);
      t.same(ofType('Consent', seen), own, way);
      t.same(ofType('Appointment', seen), ofType('Appointment', all), way);
    }
    for (const target of ofType('Consent', await told(citizen, `${ways[0]}`))) {
      const seen = await told(brother, `Provenance?patient=${patient}&target=${target}`);
      t.equal(seen.length > 0, own.includes(target), target);
      const [act] = resources<Provenance>(await get(citizen, `Provenance?target=${target}`));
      for (const end of ['', '/_history/1'])
        t.equal(
          (await brother(`Provenance/${act?.id}${end}`)).status,
          own.includes(target) ? 200 : 404,
        );
    }
  });

  await t.test('is kept by nothing but what a stop may hold', async (t) => {
    const [actor] = stopFor(patient, relative).provision?.actor ?? [];
    const identifier = { system: 'urn:oid:1.2.208.176.1.2', value: `${people.seeonly?.cpr}` };
    const named = { ...actor?.reference, identifier, display: identifier.value };
    const tried: Consent['provision'][] = [
      { actor: [{ role: actor?.role ?? {}, reference: named }] },
      { period: { start: '2020-01-01', end: '2020-12-31' } },
      { period: { end: '2026-02-30' } },
      { period: { start: '2030-01-01', end: '2029-01-01' } },
    ];
    const said = await Promise.all(
      tried.map(async (change) => verdict(await lay(relative, change))),
    );
    t.same(said.slice(0, 2), ['422 stop-element', '422 stop-period']);
    t.ok(
      said.every((one) => one.startsWith('422')),
      said.join(),
    );
    const { rows } = await house.ports.db.query<{ content: string }>('select content from consent');
    t.notMatch(rows.map(({ content }) => content).join(), new RegExp(identifier.value));
  });

  await t.test('is refused all writing before what is sent is looked at', async (t) => {
    const send = async (path: string, method: string, body: unknown, headers: object = fhir) =>
      verdict(await brother(path, { method, headers: { ...headers }, body: JSON.stringify(body) }));
    const patched = { 'content-type': 'application/json-patch+json' };
    for (const type of ['Patient', 'Appointment']) {
      const named = `${type}?${type === 'Patient' ? '_id' : 'patient'}=${patient}`;
      const [mine] = resources<Patient>(await get(brother, `${named}&_count=1`));
      const at = `${type}/${mine?.id}`;
      const verdicts = await Promise.all([
        send(at, 'PUT', mine),
        send(at, 'PUT', { ...mine, language: 'da' }),
        send(at, 'PUT', { ...mine, status: 'x', gender: 'x' }),
        send(at, 'PUT', mine, { ...fhir, 'if-match': 'W/"99"' }),
        send(at, 'PATCH', [], patched),
        send(at, 'PATCH', [{ op: 'remove', path: '/nothing' }], patched),
        send(`${named}&_id=${mine?.id}`, 'PUT', mine),
      ]);
      t.same([...new Set(verdicts)], ['403 mandate-to-act'], type);
    }
    t.equal(await send('Appointment/x', 'PATCH', [], patched), '404 not-found');
  });

  await t.test('is not told of what is kept back', async (t) => {
    const [appointment] = resources<Appointment>(
      await get(brother, `Appointment?patient=${patient}&status=booked&_count=1`),
    );
    const asked = `Provenance?patient=${patient}&target=Appointment/${appointment?.id}`;
    t.not((await told(brother, asked)).length, 0);
    t.equal((await lay(relative, { class: [coding('Appointment')] })).status, 201);
    t.same(await told(brother, asked), []);
    for (const way of ways) {
      const seen = await told(brother, way);
      t.same([ofType('Appointment', seen), ofType('CarePlan', seen).length > 0], [[], true], way);
    }
    t.match(await get(brother, `${asked}&_summary=count`), { total: 0 });
  });
});
