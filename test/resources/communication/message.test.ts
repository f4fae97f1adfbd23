import type { Communication, Parameters } from '@medplum/fhirtypes';
import t from 'tap';
import type { Besked } from '../../../src/cura/dialogue-records.ts';
import { structure } from '../../../src/fhir/canonical.ts';
import { answerTo, startMessaging, toUnit } from './messaging.ts';

const house = await startMessaging(t);
const { sent, post, get, found, settle, unit, cura } = house;

const curaRecord = async (id: string): Promise<Besked | undefined> => {
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = 'besked' and id = $1`,
    [id],
  );
  return rows[0] && cura.read('besked', rows[0].cura_id);
};

t.test('a citizen writes to a unit, staff answer, and both are in Cura once', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  t.equal(first.status, 'in-progress');
  t.equal(first.meta?.tag?.[0]?.code, 'awaiting-delivery');
  t.equal(first.note?.length, 2, 'it says what messages are not for');
  await settle();
  const delivered = await get<typeof first>('staff', `Communication/${first.id}`);
  t.match(delivered, { status: 'completed', sender: first.sender, topic: first.topic });
  t.equal(delivered.meta?.tag, undefined);
  t.match(await curaRecord(first.id), { retning: 'ind', emne: 'Spørgsmål om min medicin' });
  const answer = await sent('staff', answerTo(first));
  t.match(answer, {
    partOf: [{ reference: `Communication/${first.id}` }],
    topic: first.topic,
    recipient: [{ reference: first.sender?.reference }],
  });
  await settle();
  t.match(await curaRecord(answer.id), { retning: 'ud', svarPaaId: /./, traadId: /./ });
  const read = await get<typeof first>('citizen', `Communication/${answer.id}`);
  t.match(read, {
    status: 'completed',
    inResponseTo: [{ reference: `Communication/${first.id}` }],
  });
  const asked = await get<typeof first>('citizen', `Communication/${first.id}`);
  const urls = asked.extension?.map(({ url }) => url);
  t.notOk(urls?.includes(structure('awaiting-reply')), 'it is answered');
  t.ok(urls?.includes(structure('reply-due')));
  t.same(await found('citizen', `part-of=Communication/${first.id}`), [answer.id]);
});

t.test('what a message may not be is refused by name, all at once', async (t) => {
  const keys = async (persona: string, message: object): Promise<string[]> => {
    const response = await post(persona, message);
    const { issue = [] } = (await response.json()) as {
      issue?: { details?: { coding?: { code?: string }[] } }[];
    };
    return [
      String(response.status),
      ...issue.map(({ details }) => `${details?.coding?.[0]?.code}`),
    ];
  };
  const other = { reference: 'Organization/0d6a6a0e-7a1c-4a80-8d30-d8f3a1ef2a11' };
  const nowhere = { recipient: [other] };
  const draft = { status: 'preparation', payload: [{ contentString: '\u200b ' }] };
  t.same(await keys('citizen', toUnit(unit, draft)), ['422', 'message-draft', 'message-text']);
  t.same(await keys('citizen', toUnit(unit, nowhere)), ['422', 'message-recipient']);
  t.same(await keys('citizen', toUnit(unit, { topic: undefined })), ['422', 'message-topic']);
  const forged = { sent: '2026-01-01T00:00:00Z', category: [{ coding: [{ code: 'alert' }] }] };
  t.same(await keys('citizen', toUnit(unit, forged)), ['422', 'message-set', 'message-set']);
  const sender = { reference: 'Patient/0d6a6a0e-7a1c-4a80-8d30-d8f3a1ef2a11' };
  t.same(await keys('citizen', toUnit(unit, { sender })), ['422', 'message-set']);
  t.same(await keys('citizen', toUnit(unit, { priority: 'urgent' })), ['422', 'message-element']);
  t.same(await keys('citizen', answerTo({ id: 'none' })), ['422', 'message-thread']);
  const mine = await sent('citizen', toUnit(unit));
  t.same(await keys('neighbour', answerTo(mine)), ['422', 'message-thread'], 'nor of others');
  const renamed = { ...answerTo(mine), topic: { text: 'Noget andet' } };
  t.same(await keys('citizen', renamed), ['422', 'message-other-thread']);
  for (const method of ['PUT', 'PATCH', 'DELETE'])
    t.equal((await house.as('citizen')(`Communication/${mine.id}`, { method })).status, 405);
});

t.test('the same identifier of the same sender is the same message', async (t) => {
  const identifier = [{ system: 'https://app.example/besked', value: 'abc-1' }];
  const message = toUnit(unit, { identifier });
  const all = await Promise.all([1, 2, 3, 4].map(() => sent('citizen', message)));
  t.equal(new Set(all.map(({ id }) => id)).size, 1);
  const again = await post('citizen', message);
  t.equal(again.status, 200);
  const unless = { 'if-none-exist': 'identifier=https://app.example/besked|abc-1' };
  t.equal((await post('citizen', message, unless)).status, 200);
  t.not((await sent('neighbour', message)).id, all[0]?.id, 'another sender has another');
});

t.test('a relative writes for the citizen, who sees it; staff see by which mandate', async (t) => {
  const subject = { reference: (await sent('citizen', toUnit(unit))).subject?.reference };
  const byRelative = await sent('relative', toUnit(unit, { subject }));
  t.match(byRelative.sender?.reference, /^RelatedPerson\//);
  await settle();
  const seen = await get<Communication>('staff', `Communication/${byRelative.id}`);
  const acting = seen.extension?.find(({ url }) => url === structure('acting-party'));
  const part = (name: string) => acting?.extension?.find(({ url }) => url === name);
  t.equal(part('capacity')?.valueCode, 'relative');
  t.equal(part('who')?.valueReference?.reference, byRelative.sender?.reference);
  t.ok(part('mandate')?.valueString, 'the mandate is named');
  t.equal((await curaRecord(byRelative.id))?.udfoertAf?.art, 'paaroerende');
  t.equal((await house.as('citizen')(`Communication/${byRelative.id}`)).status, 200);
  t.equal((await house.as('seeonly')(`Communication/${byRelative.id}`)).status, 404);
  t.equal((await post('seeonly', toUnit(unit, { subject }))).status, 403);
  const answer = await sent('staff', answerTo(byRelative));
  t.same(answer.recipient, [{ reference: byRelative.sender?.reference }]);
  t.equal((await house.as('relative')(`Communication/${answer.id}`)).status, 200);
  t.equal((await house.as('citizen')(`Communication/${answer.id}`)).status, 200);
  t.equal((await house.as('seeonly')(`Communication/${answer.id}`)).status, 404);
});

t.test('what is read is marked for each reader, and the first is told to Cura', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  const mark = (persona: string, { id }: { id: string }) =>
    house.as(persona)(`Communication/${id}/$mark-read`, { method: 'POST' });
  const byUnit = `unread-by=Organization/${unit.id}&patient=${first.subject?.reference}`;
  t.ok((await found('staff', byUnit)).includes(first.id));
  t.equal((await mark('otherstaff', first)).status, 404, 'who has nothing to do with it');
  const marked = (await (await mark('staff', first)).json()) as Communication;
  t.ok(marked.received);
  t.notOk((await found('staff', byUnit)).includes(first.id));
  await settle();
  t.ok((await curaRecord(first.id))?.laest);
  const answer = await sent('staff', answerTo(first));
  await settle();
  const byCitizen = `unread-by=${first.subject?.reference}`;
  t.ok((await found('citizen', byCitizen)).includes(answer.id));
  t.equal((await mark('citizen', answer)).status, 200);
  t.notOk((await found('citizen', byCitizen)).includes(answer.id));
  await settle();
  t.ok((await curaRecord(answer.id))?.laest);
  const kept = await get<Communication>('citizen', `Communication/${answer.id}`);
  t.match(kept, { status: 'completed', received: /./ });
});

t.test('the unit finds what is overdue, until it answers', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  const later = new Date(house.ports.now() + 10 * 86_400_000).toISOString();
  const overdue = () =>
    found('staff', `unit=Organization/${unit.id}&reply-due=lt${later}&_count=200`);
  t.ok((await overdue()).includes(first.id));
  await sent('staff', answerTo(first));
  t.notOk((await overdue()).includes(first.id));
});

t.test('staff write in Cura, and what they write there is a message', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  const record = await curaRecord(first.id);
  cura.insert('besked', {
    ...{ id: 'besked-ny', borgerId: record?.borgerId, traadId: record?.id, svarPaaId: record?.id },
    ...{ emne: record?.emne, tekst: 'Ring til os.', retning: 'ud', enhedId: record?.enhedId },
    ...{ sendt: new Date(house.ports.now()).toISOString(), status: 'sendt' },
  });
  await settle();
  const [id = ''] = await found('citizen', `in-response-to=Communication/${first.id}`);
  const answer = await get<Communication>('citizen', `Communication/${id}`);
  t.match(answer, {
    sender: { reference: `Organization/${unit.id}` },
    partOf: [{ reference: `Communication/${first.id}` }],
  });
  const extension = (await get<Communication>('citizen', `Communication/${first.id}`)).extension;
  t.notOk(extension?.some(({ url }) => url === structure('awaiting-reply')));
});

t.test(
  'a form tells whom one may write to, when an answer comes and what it is not for',
  async (t) => {
    const form = await get<Parameters>('citizen', 'Communication/$message-form');
    const named = (name: string) => form.parameter?.filter((one) => one.name === name) ?? [];
    const references = named('recipient').map(({ part }) => part?.[0]?.valueReference?.reference);
    t.ok(references.includes(`Organization/${unit.id}`));
    t.ok(
      references.some((one) => one?.startsWith('PractitionerRole/')),
      'and people one meets',
    );
    t.equal(named('emergency')[0]?.part?.length, 2);
    const person = references.find((one) => one?.startsWith('PractitionerRole/'));
    const message = await sent('citizen', toUnit(unit, { recipient: [{ reference: person }] }));
    t.equal(message.recipient?.length, 2, 'their unit is added');
  },
);
