import type { Appointment, Bundle, Location, OperationOutcome, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { synchronise } from '../../src/sync/inbound.ts';
import { startHouse } from '../house.ts';

const ids = ({ entry = [] }: Bundle, mode = 'match'): string[] =>
  entry.filter(({ search }) => search?.mode === mode).map(({ resource }) => `${resource?.id}`);

const link = ({ link: links = [] }: Bundle, wanted: string): string =>
  links.find(({ relation }) => relation === wanted)?.url ?? '';

t.test('FHIR over HTTP', async (t) => {
  const house = await startHouse(t);
  const [citizen, staff] = [house.as('citizen'), house.as('staff')];
  const bundle = async <T extends Bundle>(path: string, init?: RequestInit): Promise<T> =>
    (await citizen(path, init)).json() as Promise<T>;
  const [patient = ''] = ids(await bundle('Patient'));

  await t.test('A read carries its version and is not sent again to who has it', async (t) => {
    const first = await citizen(`Patient/${patient}`);
    const etag = first.headers.get('etag') ?? '';
    const body = (await first.json()) as Patient;
    t.equal(etag, `W/"${body.meta?.versionId}"`);
    t.equal(
      first.headers.get('last-modified'),
      new Date(body.meta?.lastUpdated ?? '').toUTCString(),
    );
    t.equal(first.headers.get('content-type'), 'application/fhir+json; charset=utf-8');
    t.match(first.headers.get('cache-control'), 'private');
    t.match(first.headers.get('vary'), 'Authorization');
    const known = async (tag: string, method = 'GET') => {
      const again = await citizen(`Patient/${patient}`, {
        method,
        headers: { 'if-none-match': tag },
      });
      return [again.status, (await again.text()).length > 0];
    };
    t.same(await known(etag), [304, false]);
    t.same(await known(etag.slice(2)), [304, false], 'a strong tag');
    t.same(await known(`"0", ${etag}`), [304, false], 'one of several');
    t.same(await known('*'), [304, false]);
    t.same(await known('W/"0"'), [200, true]);
    t.same(await known(etag, 'HEAD'), [304, false]);
    const head = await citizen(`Patient/${patient}`, { method: 'HEAD' });
    t.same([head.status, await head.text(), head.headers.get('etag')], [200, '', etag]);
  });

  await t.test('Versions are kept and listed, newest first', async (t) => {
    house.cura.change('borger', 'borger-00001', { telefon: '+4500123456' });
    await synchronise(house.sync);
    const history = await bundle(`Patient/${patient}/_history`);
    t.same(
      history.entry?.map(({ resource, request, response }) => [
        resource?.meta?.versionId,
        request?.method,
        response?.etag,
      ]),
      [
        ['2', 'PUT', 'W/"2"'],
        ['1', 'POST', 'W/"1"'],
      ],
    );
    t.equal(history.total, 2);
    const past = (await (await citizen(`Patient/${patient}/_history/1`)).json()) as Patient;
    const present = (await (await citizen(`Patient/${patient}/_history/2`)).json()) as Patient;
    t.not(past.telecom?.[0]?.value, '+4500123456');
    t.equal(present.telecom?.[0]?.value, '+4500123456');
    t.equal((await citizen(`Patient/${patient}/_history/3`)).status, 404);
  });

  await t.test('A sort goes both ways', async (t) => {
    const up = await bundle<Bundle<Appointment>>('Appointment?_sort=date');
    const starts = up.entry?.map(({ resource }) => Date.parse(resource?.start ?? '')) ?? [];
    t.ok(starts.length > 3);
    t.same(
      starts,
      [...starts].sort((a, b) => a - b),
    );
    t.same(ids(await bundle('Appointment?_sort=-date')), ids(up).reverse());
    const names = (await (await staff('Practitioner?_sort=family')).json()) as Bundle;
    const back = (await (await staff('Practitioner?_sort=-family')).json()) as Bundle;
    t.same(ids(back), ids(names).reverse());
    const two = (await (
      await staff('Appointment?_sort=status,-date&_count=1000')
    ).json()) as Bundle<Appointment>;
    const keys = two.entry?.map(
      ({ resource }) => `${resource?.status} ${1e14 - Date.parse(resource?.start ?? '')}`,
    );
    t.same(keys, [...(keys ?? [])].sort(), 'by one, then the other way by another');
  });

  await t.test('The way to a room comes along up to the site', async (t) => {
    const found = await bundle<Bundle<Appointment | Location>>(
      'Appointment?_include=Appointment:location&_include:iterate=Location:partof&_count=50',
    );
    const places = (found.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'Location' ? resource : [],
    );
    const known = new Set(places.map(({ id }) => `Location/${id}`));
    const parents = places.flatMap(({ partOf }) => partOf?.reference ?? []);
    t.ok(parents.length > 1);
    t.same(
      parents.filter((parent) => !known.has(parent)),
      [],
      'no step is left out',
    );
    const once = await bundle('Appointment?_include=Appointment:location&_count=50');
    t.ok(ids(once, 'include').length < places.length, 'one step without :iterate');
  });

  await t.test('Only what is asked for is sent', async (t) => {
    const some = await bundle<Bundle<Appointment>>('Appointment?_elements=status,start&_count=1');
    const { meta, ...rest } = some.entry?.[0]?.resource ?? {};
    t.same(
      Object.keys(rest).sort(),
      ['id', 'participant', 'resourceType', 'start', 'status'].filter((key) => key in rest),
    );
    t.match(rest, { status: String, start: String });
    t.match(meta?.tag, [{ code: 'SUBSETTED' }]);
    const count = await bundle('Appointment?_summary=count');
    t.same(
      [count.entry ?? [], count.total],
      [[], ids(await bundle('Appointment?_count=1000')).length],
    );
    t.equal(
      (await bundle('Practitioner?_count=0')).total,
      (await bundle('Practitioner?_total=accurate')).total,
    );
    t.equal((await bundle('Patient')).total, undefined, 'no count that nobody asked for');
  });

  await t.test(
    'What is not known is left out when the caller is lenient, and that is said',
    async (t) => {
      const lenient = { headers: { prefer: 'handling=lenient' } };
      const found = await bundle('Appointment?status=booked&colour=red&_count=1', lenient);
      const outcome = found.entry?.find(({ search }) => search?.mode === 'outcome')?.resource;
      t.match(outcome, {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'warning', details: { text: /colour/ } }],
      });
      t.match(link(found, 'self'), 'status=booked');
      t.notMatch(link(found, 'self'), 'colour', 'the self link says what was used');
      const next = await bundle(`Appointment?${link(found, 'next').split('?')[1]}`);
      t.equal(ids(next).length, 1, 'the next page needs no leniency');
      t.equal((await citizen('Appointment?colour=red')).status, 400);
    },
  );

  await t.test('Refusals come in the language asked for', async (t) => {
    const text = async (language?: string) => {
      const headers: Record<string, string> = language ? { 'accept-language': language } : {};
      const answer = (await (
        await citizen('Appointment/none', { headers })
      ).json()) as OperationOutcome;
      return answer.issue[0]?.details?.text;
    };
    t.equal(await text(), 'Appointment/none findes ikke.');
    t.equal(await text('da, en;q=0.8'), 'Appointment/none findes ikke.');
    t.equal(await text('en-GB, da;q=0.5'), 'There is no Appointment/none.');
    t.equal(await text('fr'), 'Appointment/none findes ikke.');
  });
});
