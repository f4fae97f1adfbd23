import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Bundle, CarePlan, Parameters, Procedure, ServiceRequest } from '@medplum/fhirtypes';
import t from 'tap';
import { citizenIdOf, fhir, resources } from '../../access/answer.ts';
import { temporaryDir } from '../../database.ts';
import { noon, startHouse } from '../../house.ts';
import { deliverAll, isAwaiting, json } from './scene.ts';

const program = new URL('../observation/doomed-delivery.ts', import.meta.url).pathname;
const compiled = temporaryDir(t);

t.setTimeout(300_000);

t.test('Cura is away and the worker dies: inquiries and exercises are there once', async (t) => {
  const house = await startHouse(t, { citizens: 14 });
  const { sync, cura } = house;
  const patient = await citizenIdOf(house, 'citizen');
  const [before] = resources<ServiceRequest>(await json(house.as('citizen')('ServiceRequest')));
  const [plan] = resources<CarePlan>(
    await json(house.as('citizen')(`CarePlan?patient=${patient}&category=exercise`)),
  );
  const send = (persona: string, nth: number) =>
    json<ServiceRequest>(
      house.as(persona)('ServiceRequest', {
        ...{ method: 'POST', headers: fhir },
        body: JSON.stringify({
          ...{ resourceType: 'ServiceRequest', status: 'active', intent: 'proposal' },
          ...{ code: { text: `Udfald ${nth}` }, subject: { reference: `Patient/${patient}` } },
          ...{ performer: before?.performer?.slice(0, 1), note: [{ text: 'Hjælp' }] },
          identifier: [{ system: 'urn:outage', value: `${nth}` }],
        }),
      }),
    );
  const mark = async (persona: string, hoursAgo: number) => {
    const given = {
      exercise: 'tandem',
      performed: new Date(noon - hoursAgo * 3.6e6).toISOString(),
    };
    const parameter = Object.entries(given).map(([name, valueString]) => ({ name, valueString }));
    const body = JSON.stringify({ resourceType: 'Parameters', parameter });
    const made = await json<Parameters>(
      house.as(persona)(`CarePlan/${plan?.id}/$mark-done`, { method: 'POST', body }),
    );
    return made.parameter?.find(({ name }) => name === 'procedure')?.resource as Procedure;
  };

  cura.faults.down = true;
  const askers = Array.from({ length: 8 }, (_, nth) => (nth % 2 === 0 ? 'citizen' : 'relative'));
  const made = await Promise.all(askers.map(send));
  t.ok(made.every(isAwaiting), 'all say that they wait');
  const done = await Promise.all(askers.map((persona, nth) => mark(persona, nth + 1)));
  cura.faults.down = false;
  cura.faults.cutAfterCommit = 3;

  const fate = {
    ...{ connection: sync.db.connection, curaUrl: cura.url, namespace: sync.namespace },
    ...{ now: sync.now(), personKey: sync.secret('person').toString('hex') },
  };
  let killed = 0;
  for (const killAt of [4, 11, 19]) {
    const child = spawn(process.execPath, [program, JSON.stringify({ ...fate, killAt })], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    const [, signal] = await once(child, 'close');
    if (signal === 'SIGKILL') killed += 1;
  }
  t.ok(killed >= 2, `${killed} were killed on their way`);
  cura.heal();
  for (let round = 0; round < 4; round += 1) await deliverAll(house);

  const asked = (await sync.cura.list('henvendelse', { max: 1_000 })).poster.filter(({ emne }) =>
    emne.startsWith('Udfald'),
  );
  const by = asked.map(({ eksternReference, udfoertAf }) => [eksternReference, udfoertAf?.art]);
  const expected = askers.map((one, nth) => [
    made[nth]?.id,
    one === 'citizen' ? 'borger' : 'paaroerende',
  ]);
  t.same(by.sort(), expected.sort(), 'each inquiry is in Cura once, with who sent it');
  const exercises = (await sync.cura.list('traeningsudfoerelse', { max: 1_000 })).poster;
  const ids = done.map(({ id }) => id);
  const kept = exercises.filter(({ eksternReference }) => ids.includes(eksternReference));
  t.equal(kept.length, 8, 'and each exercise');
  t.notOk(isAwaiting(await json(house.as('citizen')(`ServiceRequest/${made[1]?.id}`))));
  const told = await json<Bundle>(
    house.as('staff')(`Provenance?target=ServiceRequest/${made[1]?.id}&agent-role=POWATT`),
  );
  t.equal(
    resources(told).length,
    2,
    'who asked stays, when it is accepted and when it is delivered',
  );
});
