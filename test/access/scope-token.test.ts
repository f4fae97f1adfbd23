import type { Appointment, Bundle, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { filesOf } from '../../src/store/bulk-file.ts';
import { runExport } from '../../src/workers/bulk-run.ts';
import { startHouse } from '../house.ts';
import { citizenIdOf, keyOf, resources, verdict } from './answer.ts';
import { scoped, totalIn, typesIn } from './scoped.ts';

t.test("A token's scopes narrow what the caller may ask", async (t) => {
  const house = await startHouse(t);
  const patient = await citizenIdOf(house, 'citizen');
  const as = (scope: string, persona = 'citizen') => scoped(house, persona, scope);
  const whole = await as('patient/*.cruds');
  const all = resources<Appointment>(await (await whole('Appointment?_count=200')).json());
  const [booked, other] = [true, false].map((is) =>
    all.find(({ status }) => (status === 'booked') === is),
  );
  if (!booked || !other) throw new RangeError('the citizen lacks an appointment');
  const wish: RequestInit = {
    method: 'PATCH',
    headers: { 'content-type': 'application/json-patch+json' },
    body: JSON.stringify([{ op: 'replace', path: '/telecom/0/value', value: '+4511223344' }]),
  };

  await t.test('by type, and the refusal names the scope that would do', async (t) => {
    const ask = await as('openid patient/Appointment.rs');
    t.equal((await ask(`Appointment/${booked.id}`)).status, 200);
    const refused = await ask(`Patient/${patient}`);
    t.equal(
      refused.headers.get('www-authenticate'),
      'Bearer realm="samspil", error="insufficient_scope", scope="patient/Patient.r"',
    );
    t.equal(await verdict(refused), '403 insufficient-scope');
    const nothing = await as('openid patient/Nothing.rs');
    t.equal(await verdict(await nothing('Appointment')), '403 insufficient-scope');
  });

  await t.test('by letter', async (t) => {
    const [read, search] = [await as('patient/Appointment.r'), await as('patient/Appointment.s')];
    const paths = [
      ...[`Appointment/${booked.id}`, `Appointment/${booked.id}/_history`],
      ...['Appointment', 'Appointment/_history', `Patient/${patient}/Appointment`],
    ];
    const asked = (ask: typeof read) =>
      Promise.all(paths.map(async (path) => (await ask(path)).status));
    t.same(await asked(read), [200, 200, 403, 403, 403]);
    t.same(await asked(search), [403, 403, 200, 200, 200]);
    t.equal((await (await as('patient/*.read'))('Appointment')).status, 200, 'SMART 1');
    const writes = await as('patient/Appointment.rs patient/Patient.rs');
    t.equal(await verdict(await writes(`Patient/${patient}`, wish)), '403 insufficient-scope');
    const cancelling = await writes(`Appointment/${booked.id}/$cancel`, { method: 'POST' });
    t.equal(cancelling.status, 403);
  });

  await t.test('on every way to a type', async (t) => {
    const ask = await as('patient/Patient.rs patient/Appointment.rs');
    t.same(await typesIn(await ask('Appointment?_include=*&_revinclude=*')), [
      ...['Appointment', 'Patient'],
    ]);
    t.same(await typesIn(await ask(`Patient/${patient}/$everything`)), ['Appointment', 'Patient']);
    t.same(await typesIn(await ask(`Patient/${patient}/*`)), ['Appointment', 'Patient']);
    t.same(await typesIn(await ask('_history?_count=500')), ['Appointment', 'Patient']);
    const chains = [
      'Appointment?actor:HealthcareService.active=true&_total=accurate',
      'Patient?_has:CarePlan:patient:status=active&_total=accurate',
    ];
    for (const chain of chains) {
      t.ok(Number(await totalIn(await whole(chain))) > 0, chain);
      t.equal(await totalIn(await ask(chain)), 0, chain);
    }
  });

  await t.test('to some rows, by search parameters', async (t) => {
    const ask = await as('patient/Appointment.rs?status=booked');
    const found = resources<Appointment>(await (await ask('Appointment?_count=200')).json());
    t.ok(found.length > 0 && found.every(({ status }) => status === 'booked'));
    t.equal(found.length, all.filter(({ status }) => status === 'booked').length);
    const gone = [`Appointment/${other.id}`, `Appointment/${other.id}/_history/1`];
    for (const path of gone) t.equal((await ask(path)).status, 404, path);
    t.same(await typesIn(await ask(`Appointment/${booked.id}/_history`)), ['Appointment']);
    for (const query of ['nonsense=1', 'status=booked&_count=1', 'actor:Practitioner.name=a'])
      t.equal(
        await totalIn(await (await as(`patient/Appointment.rs?${query}`))('Appointment')),
        0,
        query,
      );
    const two = await as('patient/Appointment.r patient/Appointment.rs?status=booked');
    t.equal((await two(`Appointment/${other.id}`)).status, 200, 'the wider of two counts');
    const narrow = await as('patient/Patient.cruds?gender=female');
    t.equal((await narrow(`Patient/${patient}`, wish)).status, 403, 'nothing is written by it');
  });

  await t.test('and what was written is not shown to who may not read it', async (t) => {
    const ask = await as('patient/Patient.u');
    const answer = await ask(`Patient/${patient}`, wish);
    t.same([answer.status, await answer.text()], [200, '']);
    const { telecom } = (await (await whole(`Patient/${patient}`)).json()) as Patient;
    t.match(telecom, [{ value: '+4511223344' }]);
    t.equal((await ask(`Patient?_id=${patient}`, wish)).status, 403, 'criteria are a search');
  });

  await t.test('in each entry of a Bundle', async (t) => {
    const ask = await as('patient/Appointment.rs');
    const entry = [`Appointment/${booked.id}`, `Patient/${patient}`].map((url) => ({
      request: { method: 'GET', url },
    }));
    const bundle = (type: string): RequestInit => ({
      method: 'POST',
      body: JSON.stringify({ resourceType: 'Bundle', type, entry }),
    });
    const batch = (await (await ask('', bundle('batch'))).json()) as Bundle;
    t.same(
      batch.entry?.map(({ response }) => response?.status?.slice(0, 3)),
      ['200', '403'],
    );
    t.equal((await ask('', bundle('transaction'))).status, 403);
  });

  await t.test('in the context of who the caller is', async (t) => {
    const strangers = [
      ...(['citizen system/*.cruds', 'staff patient/*.cruds'] as const),
      ...(['staff system/*.cruds', 'system user/*.rs', 'system patient/*.rs'] as const),
    ];
    for (const one of strangers) {
      const [persona = '', scope = ''] = one.split(' ');
      t.equal((await (await as(scope, persona))('Organization')).status, 403, one);
    }
    t.equal((await (await as('user/*.rs', 'staff'))('Organization')).status, 200);
  });

  await t.test('and an answer of a wider token is not that of a narrower one', async (t) => {
    const path = `Appointment?patient=${patient}`;
    const [wide, narrow] = [whole, await as('patient/Appointment.rs?status=booked')];
    const etag = (await wide(path)).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    t.same(
      [(await wide(path, { headers })).status, (await narrow(path, { headers })).status],
      [...[304, 200]],
    );
  });

  await t.test('in an export', async (t) => {
    const prefer = { headers: { prefer: 'respond-async' } };
    const ask = await as('system/Organization.rs system/Appointment.r?status=booked', 'system');
    t.equal(await keyOf(await ask('$export?_type=Patient', prefer)), 'insufficient-scope');
    t.equal((await (await as('system/Nothing.rs', 'system'))('$export', prefer)).status, 403);
    const begun = await ask('$export', prefer);
    const id = begun.headers.get('content-location')?.split('/').at(-1) ?? '';
    await runExport(house.workers.bulk, id);
    const files = await filesOf(house.ports.db, id);
    t.same(
      files.map(({ type }) => type),
      ['Organization', 'Appointment'],
    );
    const lines = await (
      await ask(`bulk-file/${id}/${files.find(({ type }) => type === 'Appointment')?.file}`)
    ).text();
    t.notMatch(lines, /"status":"cancelled"|"status":"fulfilled"/);
    t.match(lines, /"status":"booked"/);

    await house.owner.query(
      `insert into bulk_chunk (export, file, part, kind, type, lines, bytes, content)
       values ($1, 9, 0, 'deleted', 'Bundle', 1, 3, '{}\n')`,
      [id],
    );
    const [good, kept] = ['200', '403 insufficient-scope'];
    const paths = ['status', ...files.map(({ file }) => `file/${file}`), 'file/9'];
    const asked = async (scope: string) => {
      const reader = await as(scope, 'system');
      const answers = paths.map((rest) => reader(`bulk-${rest.replace(/^\w+/, `$&/${id}`)}`));
      return Promise.all(
        answers.map(async (answering) => {
          const answer = await answering;
          return answer.ok ? (await answer.text()) && good : verdict(answer);
        }),
      );
    };
    const [appointment, organization] = [
      ...['system/Appointment.rs?status=booked', 'system/Organization.r'],
    ];
    t.same(await asked(`${appointment} system/Organization.rs`), [good, good, good, good]);
    t.same(await asked('system/*.rs'), [good, good, good, good], 'a wider one');
    t.same(await asked(`${appointment}`), [kept, kept, good, kept], 'by type');
    t.same(await asked(`${organization}`), [kept, good, kept, kept]);
    const other = `${organization} system/Appointment.rs?status=fulfilled`;
    t.same(await asked(other), [kept, good, kept, kept], 'by other search parameters');
    t.same(await asked('system/*.cuds'), [kept, kept, kept, kept], 'by letter');
  });
});
