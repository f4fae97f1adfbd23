import type { Extension, OperationOutcome, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { structure } from '../../../src/fhir/canonical.ts';
import { hiddenIn, proxyView } from '../../../src/resources/patient/view.ts';
import { citizenIdOf, verdict } from '../../access/answer.ts';
import { startHouse } from '../../house.ts';

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

const phonePatch = (value: string): RequestInit => ({
  method: 'PATCH',
  headers: { 'content-type': 'application/json-patch+json' },
  body: JSON.stringify([{ op: 'replace', path: '/telecom/0/value', value }]),
});
const put = (resource: Patient): RequestInit => ({
  method: 'PUT',
  body: JSON.stringify(resource),
});
const patientOf = async (ask: Ask, id: string): Promise<Patient> =>
  (await ask(`Patient/${id}`)).json() as Promise<Patient>;
const versionOf = ({ meta }: Patient) => Number(meta?.versionId);
/** What a change of telephone numbers leaves as it was. */
const besidesPhone = ({ meta, telecom: _, ...rest }: Patient): object => {
  const { versionId: __, lastUpdated: ___, ...labels } = meta ?? {};
  return { ...rest, labels };
};

t.test('Who may change a citizen changes her from the copy that was read', async (t) => {
  const house = await startHouse(t);
  const staff = house.as('staff');
  for (const persona of ['citizen', 'relative', 'neighbour', 'protected'])
    await t.test(`as ${persona}`, async (t) => {
      const ask = house.as(persona);
      const id = await citizenIdOf(house, persona === 'relative' ? 'citizen' : persona);
      const whole = await patientOf(staff, id);
      const seen = await patientOf(ask, id);
      t.equal(whole.identifier?.[0]?.system, 'urn:oid:1.2.208.176.1.2', 'staff see a number');
      t.notMatch(JSON.stringify(seen.identifier), whole.identifier?.[0]?.value, 'hidden here');

      const phone = seen.telecom?.[0]?.value ?? '';
      for (const init of [put(seen), phonePatch(phone)]) {
        const heard = await ask(`Patient/${id}`, init);
        t.same([heard.status, await heard.json()], [200, seen], 'what was read is no change');
      }
      t.same(await patientOf(staff, id), whole, 'nor a version');

      const changes = [
        ['+4512345678', phonePatch('+4512345678')],
        ['+4512345679', put({ ...seen, telecom: [{ system: 'phone', value: '+4512345679' }] })],
      ] as const;
      for (const [at, [value, init]] of changes.entries()) {
        const heard = await ask(`Patient/${id}`, init);
        t.equal(heard.status, 200);
        t.match(await heard.json(), { telecom: [{ value }] });
        const now = await patientOf(staff, id);
        t.equal(versionOf(now), versionOf(whole) + at + 1);
        t.equal(now.telecom?.[0]?.value, value);
        t.same(besidesPhone(now), besidesPhone(whole), 'staff see all that was hidden');
      }
    });

  await t.test('and nobody else does', async (t) => {
    const id = await citizenIdOf(house, 'citizen');
    const before = await patientOf(staff, id);
    const refusals = ['seeonly', 'neighbour'].map(async (persona) =>
      verdict(await house.as(persona)(`Patient/${id}`, phonePatch('+4587654321'))),
    );
    t.same(await Promise.all(refusals), ['403 mandate-to-act', '404 not-found']);
    t.same(await patientOf(staff, id), before);
  });

  await t.test('a relative leaves what is hidden of a protected citizen', async (t) => {
    const id = await citizenIdOf(house, 'protected');
    const [mother, before] = [house.as('protectedRelative'), await patientOf(staff, id)];
    const seen = await patientOf(mother, id);
    t.match([seen.telecom, seen.address], [undefined, undefined]);
    const heard = await mother(`Patient/${id}`, put(seen));
    t.same([heard.status, await heard.json()], [200, seen]);
    t.same(await patientOf(staff, id), before);

    const wish = structure('reminder-preference');
    const withNumber = {
      url: wish,
      extension: [
        { url: 'channel', valueCode: 'sms' },
        { url: 'wanted', valueBoolean: true },
        { url: 'number', valueString: '+4511111111' },
        { url: 'recorded', valueDateTime: '2026-11-24T10:00:00+01:00' },
      ],
    };
    const phone = [{ system: 'phone' as const, value: '+4511111111' }];
    const add = (path: string, value: unknown) => ({
      ...phonePatch(''),
      body: JSON.stringify([{ op: 'add', path, value }]),
    });
    const tries: [RequestInit, string[]][] = [
      [add('/telecom', phone), ['Patient.telecom']],
      [put({ ...seen, telecom: phone }), ['Patient.telecom']],
      [add('/address', [{ city: 'Sandby' }]), ['Patient.address']],
      [
        put({ ...seen, telecom: phone, extension: [withNumber] }),
        ['Patient.telecom', `Patient.extension('${wish}')`],
      ],
    ];
    for (const [init, paths] of tries) {
      const refused = await mother(`Patient/${id}`, init);
      const { issue = [] } = (await refused.json()) as OperationOutcome;
      t.same(
        [refused.status, issue.map((one) => [one.details?.coding?.[0]?.code, one.expression?.[0]])],
        [403, paths.map((path) => ['withheld', path])],
      );
    }
    t.same(await patientOf(staff, id), before, 'nothing is changed, and nothing dropped');
  });
});

t.test('What a copy hides is refused alike whether it is there or not', async (t) => {
  const wish = structure('reminder-preference');
  const at = `Patient.extension('${wish}')`;
  const wished = (...parts: Extension[]): Extension[] => [{ url: wish, extension: parts }];
  const [wanted, number] = [
    { url: 'wanted', valueBoolean: true },
    { url: 'number', valueString: '+4511111111' },
  ];
  const protectedOne = { meta: { security: [{ code: 'R' }] } };
  for (const parts of [[wanted], [wanted, number]]) {
    const stands: Patient = {
      ...{ resourceType: 'Patient', ...protectedOne },
      extension: wished(...parts),
    };
    const seen = proxyView(stands);
    const { extension: _, ...without } = seen;
    const found = [seen, without, { ...seen, extension: wished(number) }];
    t.same(
      found.map((asked) => hiddenIn(asked as Patient, stands, seen)),
      [[], [at], [at]],
    );
    t.same(hiddenIn(without as Patient, { ...stands, meta: {} }, stands), [], 'not protected');
  }
});
