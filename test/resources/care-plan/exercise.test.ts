import type { Bundle, CarePlan, OperationOutcome, Parameters, Procedure } from '@medplum/fhirtypes';
import t from 'tap';
import { checkRecord } from '../../../src/cura/check.ts';
import { recover } from '../../../src/sync/recovery.ts';
import { citizenIdOf } from '../../access/answer.ts';
import { noon, startHouse } from '../../house.ts';

const parameters = (given: Readonly<Record<string, string | boolean>>) =>
  JSON.stringify({
    resourceType: 'Parameters',
    parameter: Object.entries(given).map(([name, value]) =>
      typeof value === 'boolean' ? { name, valueBoolean: value } : { name, valueString: value },
    ),
  });

const keysIn = ({ issue = [] }: Partial<Pick<OperationOutcome, 'issue'>>) =>
  issue.map(({ details }) => details?.coding?.[0]?.code);

t.test('A programme of exercises is done at home, and the therapist sees it', async (t) => {
  const house = await startHouse(t);
  const karen = await citizenIdOf(house, 'citizen');
  const all = (await (
    await house.as('citizen')(`CarePlan?patient=${karen}&category=exercise`)
  ).json()) as Bundle<CarePlan>;
  const plan = all.entry?.[0]?.resource;
  t.match(plan, {
    title: 'Styrke og balance hjemme',
    activity: [
      {
        extension: [{}, { valueUrl: 'https://video.sandby.example/rejs-saet' }, {}],
        detail: { scheduledTiming: { repeat: { frequency: 5, periodUnit: 'wk' } } },
      },
    ],
  });
  const mark = async (persona: string, given: Readonly<Record<string, string | boolean>>) => {
    const reply = await house.as(persona)(`CarePlan/${plan?.id}/$mark-done`, {
      method: 'POST',
      body: parameters(given),
    });
    const body = (await reply.json()) as Omit<Parameters, 'resourceType'> &
      Partial<Pick<OperationOutcome, 'issue'>>;
    const found = body.parameter?.find(({ name }) => name === 'procedure')?.resource as Procedure;
    const week = body.parameter?.filter(({ name }) => name === 'week').at(-1)?.part;
    return {
      ...{ status: reply.status, keys: keysIn(body), procedure: found },
      done: week?.find(({ name }) => name === 'done')?.valueInteger,
    };
  };
  const performed = new Date(noon - 3_600_000).toISOString();
  const inCura = async () => {
    await recover({ ...house.sync, patienceMs: -1_000 });
    const { poster } = await house.sync.cura.list('traeningsudfoerelse', { max: 1_000 });
    return poster.filter(({ id }) => id.includes('-ny-'));
  };

  const first = await mark('citizen', { exercise: 'tandem', performed, comment: 'Det gik' });
  t.same([first.status, first.procedure.status], [201, 'completed'], JSON.stringify(first.keys));
  const again = await mark('relative', { exercise: 'tandem', performed });
  t.same([again.status, again.procedure.id], [200, first.procedure.id], 'once more is the same');
  t.equal(again.done, first.done);
  t.match(await inCura(), [
    { noegle: 'tandem', kommentar: 'Det gik', status: 'udfoert', udfoertAf: { art: 'borger' } },
  ]);
  const back = await mark('relative', { exercise: 'tandem', performed, undo: true });
  t.same([back.status, back.procedure.status], [200, 'entered-in-error']);
  t.equal(back.done, (first.done ?? 0) - 1, 'it counts no more');
  t.match(await inCura(), [{ status: 'fejl', udfoertAf: { art: 'paaroerende' } }]);
  const anew = await mark('citizen', { exercise: 'tandem', performed });
  t.same([anew.status, anew.procedure.id], [200, first.procedure.id]);
  t.match(await inCura(), [{ status: 'udfoert', version: 3 }]);
  const seen = (await (
    await house.as('staff')(`Procedure?patient=${karen}&based-on=${plan?.id}&exercise=tandem`)
  ).json()) as Bundle<Procedure>;
  t.same(
    seen.entry?.map(({ resource }) => resource?.id),
    [first.procedure.id],
    'the therapist finds it',
  );

  await t.test('two take it back at once: it is taken back, and neither is refused', async (t) => {
    const both = await Promise.all(
      ['citizen', 'relative'].map((one) =>
        mark(one, { exercise: 'tandem', performed, undo: true }),
      ),
    );
    t.same(
      both.map(({ status, procedure }) => [status, procedure?.status]),
      [
        [200, 'entered-in-error'],
        [200, 'entered-in-error'],
      ],
    );
  });

  await t.test('two mark it at once: it is done once', async (t) => {
    const other = { exercise: 'rejs-saet', performed };
    const both = await Promise.all(
      ['citizen', 'relative', 'citizen'].map((one) => mark(one, other)),
    );
    t.same(both.map(({ status }) => status).sort(), [200, 200, 201]);
    t.equal(new Set(both.map(({ procedure }) => procedure.id)).size, 1);
    const held = (await inCura()).filter(({ noegle }) => noegle === 'rejs-saet');
    t.equal(held.length, 1, 'in Cura too');
  });

  await t.test('by an application that may only read nothing is', async (t) => {
    const token = await house.identity.token('citizen', {
      scope: 'openid patient/CarePlan.rs patient/Procedure.rs',
    });
    for (const undo of [true, false]) {
      const answer = await house.as('citizen')(`CarePlan/${plan?.id}/$mark-done`, {
        ...{ method: 'POST', headers: { authorization: `Bearer ${token}` } },
        body: parameters({ exercise: 'tandem', undo }),
      });
      const body = (await answer.json()) as OperationOutcome;
      t.same([answer.status, keysIn(body)], [403, ['insufficient-scope']]);
    }
  });

  await t.test('what Cura does not let be taken back stays done', async (t) => {
    const earlier = new Date(noon - 2 * 86_400_000).toISOString();
    const { procedure } = await mark('citizen', { exercise: 'tandem', performed: earlier });
    const held = (await inCura()).find(({ eksternReference }) => eksternReference === procedure.id);
    const borger = `${held?.borgerId}`;
    const undone = await mark('citizen', { exercise: 'tandem', performed: earlier, undo: true });
    t.equal(undone.procedure.status, 'entered-in-error');
    // Cura takes nothing for a citizen who is dead.
    house.cura.change('borger', borger, { doed: '2026-11-01' });
    await inCura();
    house.cura.change('borger', borger, { doed: null });
    const path = `Procedure/${procedure.id}`;
    const stands = (await (await house.as('citizen')(path)).json()) as Procedure;
    t.same([stands.status, stands.meta?.tag], ['completed', undefined]);
    const { entry = [] } = (await (
      await house.as('citizen')(`${path}/_history`)
    ).json()) as Bundle<Procedure>;
    const marks = entry.map(({ resource }) => resource?.meta?.tag?.[0]?.code);
    t.equal(marks.indexOf('undelivered'), 1, 'the one before says that it was refused');
  });

  await t.test('videos are led to by https alone', async (t) => {
    const [held] = (await house.sync.cura.list('traeningsprogram', { max: 1 })).poster;
    const led = (video: string) => () =>
      checkRecord('traeningsprogram', {
        ...held,
        oevelser: held?.oevelser.map((one) => ({ ...one, video })),
      });
    t.doesNotThrow(led('https://video.sandby.example/x'));
    for (const video of [
      'http://video.sandby.example/x',
      'javascript:alert(1)',
      '//x',
      ' https://x',
    ])
      t.throws(led(video), video);
  });

  await t.test('and nothing else is', async (t) => {
    for (const [given, expected] of [
      [{ exercise: 'nonsense' }, [422, 'exercise-unknown']],
      [{ performed }, [400, 'parameter-missing']],
      [
        { exercise: 'tandem', performed: new Date(noon + 86_400_000).toISOString() },
        [422, 'exercise-time'],
      ],
      [{ exercise: 'tandem', performed: '2020-01-01T10:00:00Z' }, [422, 'exercise-time']],
      [
        { exercise: 'rejs-saet', performed: new Date(noon - 60_000).toISOString(), undo: true },
        [422, 'exercise-not-done'],
      ],
    ] as const) {
      const { status, keys } = await mark('citizen', given);
      t.same([status, keys[0]], expected);
    }
    t.same((await mark('neighbour', { exercise: 'tandem' })).status, 404);
    t.same((await mark('seeonly', { exercise: 'tandem' })).keys, ['mandate-to-act']);
  });
});
