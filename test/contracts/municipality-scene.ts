import type { Bundle, CapabilityStatement, OperationOutcome } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { type FeatureName, offIn } from '../../src/resources/feature.ts';
import { startHouse, type TestHouse } from '../house.ts';

/** What is asked where a feature is off, and by whom; reminders nobody asks for. */
const asked: Readonly<
  Record<Exclude<FeatureName, 'reminders'>, readonly [string, string, string?]>
> = {
  booking: ['citizen', 'Appointment/$find?start=2026-11-25&end=2026-12-02'],
  waitlist: ['citizen', 'Appointment/$join-waitlist', '{"resourceType":"Parameters"}'],
  messages: ['citizen', 'Communication/$message-form'],
  video: ['citizen', 'Appointment/x/$join-video', '{"resourceType":"Parameters"}'],
  activities: ['citizen', 'Patient/x/$activities'],
  insight: ['citizen', 'Condition'],
  measurements: ['citizen', 'Observation'],
  exercise: ['citizen', 'Procedure'],
  relatives: ['relative', 'Patient/x'],
  figures: ['auditor', 'MeasureReport'],
  subscriptions: ['citizen', 'Subscription'],
};

interface Said {
  readonly status: number;
  readonly keys: readonly (string | undefined)[];
  readonly features: readonly (string | undefined)[];
  readonly text: string;
}

export async function said(house: TestHouse, [who, path, body]: (typeof asked)['booking']) {
  const init = body === undefined ? {} : { method: 'POST', body };
  const response = await house.as(who)(path, init);
  const { issue = [] } = (await response.json()) as OperationOutcome;
  return {
    status: response.status,
    keys: issue.map(({ details }) => details?.coding?.[0]?.code),
    features: issue.map(({ diagnostics }) => diagnostics),
    text: issue[0]?.details?.text ?? '',
  } satisfies Said;
}

async function refusesWhatIsOff(t: Test, house: TestHouse): Promise<void> {
  const { municipality } = house.ports;
  const off = [...offIn(municipality)].filter((name) => name !== 'reminders');
  t.ok(off.length > 0, 'something is off');
  for (const name of off) {
    const { status, keys, features, text } = await said(house, asked[name]);
    t.same([status, keys, features], [403, ['feature-off'], [name]], name);
    t.ok(text.includes(municipality.phone), text);
  }
  const response = await house.as('citizen')('metadata');
  const { rest = [] } = (await response.json()) as CapabilityStatement;
  const stated = JSON.stringify(rest);
  const gone = off.flatMap((name) => {
    const [, path] = asked[name];
    const operation = /\$[a-z-]+/.exec(path)?.[0].slice(1);
    return operation === undefined ? [`"type":"${path}"`] : [`"name":"${operation}"`];
  });
  for (const one of gone) t.notOk(stated.includes(one), `${one} is not stated`);
  t.ok(stated.includes('"type":"Appointment"'));
}

/** Units by name that $find proposes times of, and what it says of the others. */
async function found(house: TestHouse) {
  const response = await house.as('citizen')(asked.booking[1].replace(/$/, '&_count=1000'));
  const { entry = [] } = (await response.json()) as Bundle;
  const outcome = entry.find(({ search }) => search?.mode === 'outcome')?.resource;
  const { issue = [] } = (outcome ?? {}) as OperationOutcome;
  const off = issue.filter(({ details }) => details?.coding?.[0]?.code === 'feature-off');
  return {
    status: response.status,
    times: entry.filter(({ search }) => search?.mode === 'match').length,
    off: off.map(({ details }) => details?.text ?? ''),
  };
}

/** Starts the house of a municipality, sees that its main line works, and that what is off is refused. */
export async function mainLine(t: Test, code: string): Promise<TestHouse> {
  const house = await startHouse(t, { municipality: code, citizens: 10 });
  const mine = (await (await house.as('citizen')('Appointment')).json()) as Bundle;
  t.ok((mine.total ?? 0) > 0, 'the citizen has appointments');
  const { status, times, off } = await found(house);
  t.equal(status, 200);
  t.ok(times > 0, 'there are free times');
  const { booking } = house.ports.municipality.features ?? {};
  const isLeftOut = off.some((text) => text.includes('tidsbestilling'));
  t.equal(isLeftOut, Array.isArray(booking), off.join());
  await refusesWhatIsOff(t, house);
  return house;
}
