import t from 'tap';
import { registryFor } from '../../../src/registry.ts';
import { loadMunicipality } from '../../../src/resources/municipality.ts';
import { answerTo, startMessaging, toUnit } from './messaging.ts';

/** Of the sandbox's municipality, which lets citizens share their threads. */
const rooms = registryFor(loadMunicipality('9999'));
const house = await startMessaging(t, { rooms, citizens: 20 });
const { sent, settle, unit } = house;

t.test('a citizen lets relatives read a thread, and no more', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  const answer = await sent('staff', answerTo(first));
  const statusFor = async (persona: string, { id }: { id: string }) =>
    (await house.as(persona)(`Communication/${id}`)).status;
  const share = (persona: string, shared: boolean) =>
    house.as(persona)(`Communication/${first.id}/$share-thread`, {
      method: 'POST',
      body: JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'shared', valueBoolean: shared }],
      }),
    });
  t.equal(await statusFor('seeonly', first), 404);
  t.equal((await share('staff', true)).status, 403);
  t.equal((await share('citizen', true)).status, 200);
  t.same([await statusFor('seeonly', first), await statusFor('seeonly', answer)], [200, 200]);
  await settle();
  const later = await sent('citizen', answerTo(answer, 'Tak!'));
  await settle();
  t.same([await statusFor('seeonly', later), await statusFor('seeonly', first)], [200, 200]);
  t.equal((await share('citizen', false)).status, 200);
  t.same([await statusFor('seeonly', later), await statusFor('seeonly', answer)], [404, 404]);
});
