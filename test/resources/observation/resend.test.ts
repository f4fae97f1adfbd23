import t from 'tap';
import {
  ago,
  deliverAll,
  type Heard,
  inCura,
  measuringIn,
  pressure,
  refusals,
  single,
  ucum,
} from './measuring.ts';

const app = 'https://app.sandby.example/measurement';
const patch = (operations: readonly object[], ifMatch?: string): RequestInit => ({
  method: 'PATCH',
  headers: {
    'content-type': 'application/json-patch+json',
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  },
  body: JSON.stringify(operations),
});

t.test('A measurement is there once, and is corrected in the open', async (t) => {
  const { house, karen, post, send, read } = await measuringIn(t);
  const named = (value: string, systolic = 134) =>
    pressure(karen, systolic, 82, { identifier: [{ system: app, value }] });

  await t.test('a resend gives what stands, another content is refused', async (t) => {
    const first = await post('citizen', named('a'));
    const again = await post('citizen', named('a'));
    t.same([first.status, again.status, again.body.id], [201, 200, first.body.id]);
    const other = await post('citizen', named('a', 135));
    t.same([other.status, refusals(other)], [409, ['identifier-used Observation.identifier']]);
    const conditional = await post('citizen', named('a', 135), {
      headers: { 'if-none-exist': `identifier=${app}|a` },
    });
    t.same([conditional.status, conditional.body.id], [200, first.body.id]);
    await deliverAll(house);
    const late = await post('citizen', named('a'));
    t.same([late.status, late.body.id], [200, first.body.id], 'also when Cura has it');
    const crowd = await Promise.all(Array.from({ length: 12 }, () => post('citizen', named('b'))));
    t.equal(crowd.filter(({ status }) => status === 201).length, 1, 'once of many at a time');
    t.equal(new Set(crowd.map(({ body }) => body.id)).size, 1);
    await deliverAll(house);
    const held = (await inCura(house)).filter(
      ({ klientReference }) => klientReference === `${app}|b`,
    );
    t.equal(held.length, 1);
  });

  await t.test('the identifier of one citizen is nothing to another', async (t) => {
    const { patient } = { patient: (await house.as('neighbour')('Patient')).json() };
    const bundle = (await patient) as { entry: { resource: { id: string } }[] };
    const own = `${bundle.entry[0]?.resource.id}`;
    const heard = await post('neighbour', {
      ...named('a'),
      subject: { reference: `Patient/${own}` },
    });
    t.equal(heard.status, 201);
  });

  await t.test('a batch Bundle with ifNoneExist doubles nothing', async (t) => {
    const entry = (value: string) => ({
      resource: named(value),
      request: { method: 'POST', url: 'Observation', ifNoneExist: `identifier=${app}|${value}` },
    });
    const batch = { resourceType: 'Bundle', type: 'batch', entry: [entry('c'), entry('d')] };
    const statuses = async () => {
      const { body } = await send('citizen', '', batch);
      const { entry: answers = [] } = body as { entry?: { response: { status: string } }[] };
      return answers.map(({ response }) => response.status.slice(0, 3));
    };
    t.same(await statuses(), ['201', '201']);
    t.same(await statuses(), ['200', '200']);
  });

  const change = async (
    persona: string,
    id: string | undefined,
    operations: readonly object[],
    ifMatch?: string,
  ): Promise<Heard> => {
    const reply = await house.as(persona)(`Observation/${id}`, patch(operations, ifMatch));
    return { status: reply.status, location: null, body: (await reply.json()) as Heard['body'] };
  };
  const systolic = (value: number) => [
    { op: 'replace', path: '/component/0/valueQuantity/value', value },
  ];
  const status = (value: string) => [{ op: 'replace', path: '/status', value }];

  await t.test('a correction is a version, before and after Cura has it', async (t) => {
    const { body } = await post('citizen', pressure(karen, 134, 82));
    const early = await change('relative', body.id, systolic(143), 'W/"1"');
    t.same([early.status, early.body.status], [200, 'corrected'], JSON.stringify(early.body));
    t.same(early.body.performer, body.performer, 'who measured stays');
    await deliverAll(house);
    await deliverAll(house);
    const now = await read('citizen', body.id);
    t.equal(now.component?.[0]?.valueQuantity?.value, 143);
    t.same(now.meta?.tag, undefined, 'Cura has the correction');
    const stale = await change('citizen', body.id, systolic(144), 'W/"1"');
    t.same([stale.status, refusals(stale)], [412, ['stale-version ']]);
    const unlikely = await change('citizen', body.id, systolic(240));
    t.same(refusals(unlikely), ['unlikely-value Observation.component[0].valueQuantity']);
    const wrong = await change('citizen', body.id, [
      { op: 'replace', path: '/subject/reference', value: 'Patient/x' },
    ]);
    t.same(refusals(wrong), ['not-changeable Observation.subject']);
    const error = await change('staff', body.id, status('entered-in-error'));
    t.same([error.status, error.body.status], [200, 'entered-in-error']);
    await deliverAll(house);
    const record = (await inCura(house)).find(
      ({ eksternReference }) => eksternReference === body.id,
    );
    t.match(record, { status: 'fejl', udfoertAf: { art: 'medarbejder' }, version: 3 });
    const after = await change('citizen', body.id, status('corrected'));
    t.same(refusals(after), ['transition Observation.status']);
    const history = (await (
      await house.as('citizen')(`Observation/${body.id}/_history`)
    ).json()) as { entry: { resource: { status: string } }[] };
    t.same(
      [...new Set(history.entry.map(({ resource }) => resource.status))],
      ['entered-in-error', 'corrected', 'final'],
    );
  });

  await t.test('what staff measured is theirs to correct', async (t) => {
    const { body } = await post('staff', single(karen, '8867-4', ucum(64, '/min')));
    const heard = await change('citizen', body.id, status('entered-in-error'));
    t.same([heard.status, refusals(heard)], [403, ['measured-by-staff ']]);
  });

  await t.test('it is searched and its newest found', async (t) => {
    await post(
      'citizen',
      single(karen, '8310-5', ucum(36.5, 'Cel'), { effectiveDateTime: ago(30) }),
    );
    await post(
      'citizen',
      single(karen, '8310-5', ucum(38.5, 'Cel'), { effectiveDateTime: ago(1) }),
    );
    const found = async (query: string): Promise<unknown[]> => {
      const reply = await house.as('citizen')(`Observation${query}`);
      const { entry = [] } = (await reply.json()) as {
        entry?: { resource: { valueQuantity?: { value: number } } }[];
      };
      return entry.map(({ resource }) => resource.valueQuantity?.value);
    };
    t.same(
      await found(
        `?patient=${karen}&code=8310-5&value-quantity=gt37|http://unitsofmeasure.org|Cel`,
      ),
      [38.5],
    );
    t.same(
      await found(`?patient=${karen}&value-quantity=lt310|http://unitsofmeasure.org|K&code=8310-5`),
      [36.5],
    );
    t.same(await found(`/$lastn?patient=${karen}&code=8310-5`), [38.5]);
    t.ok(
      (await found(`?patient=${karen}&component-code-value-quantity=8480-6$gt130`)).length > 0,
      'by a component and its value',
    );
    t.same((await found(`?patient=${karen}&combo-code=8480-6&category=laboratory`)).length, 0);
  });
});
