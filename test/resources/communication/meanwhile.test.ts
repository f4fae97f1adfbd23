/** What others do in a thread at the same moment, and what comes to nothing afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Communication, Patient } from '@medplum/fhirtypes';
import t from 'tap';
import { structure } from '../../../src/fhir/canonical.ts';
import { putAll } from '../../../src/store/put.ts';
import { loadAll } from '../../../src/sync/load.ts';
import { answerTo, startMessaging, toUnit } from './messaging.ts';

const house = await startMessaging(t);
const { sent, post, get, found, settle, unit, cura, ports } = house;

const keysOf = async (response: Response): Promise<unknown[]> => {
  const { issue = [] } = (await response.json()) as {
    issue?: { details?: { coding?: { code?: string }[] } }[];
  };
  return [response.status, ...issue.map(({ details }) => details?.coding?.[0]?.code)];
};

const isAwaited = async (id: string): Promise<boolean | undefined> =>
  (await get<Communication>('staff', `Communication/${id}`)).extension?.some(
    ({ url }) => url === structure('awaiting-reply'),
  );

t.test('who writes in a thread at the same moment loses nothing of the others', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  const path = `Communication/${first.id}`;
  const standing = await get<Communication & { id: string }>('staff', path);
  const operate = (persona: string, operation: string) =>
    house.as(persona)(`${path}/${operation}`, { method: 'POST' });
  const asked: Promise<Response>[] = [];
  await ports.db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('thread ' || $1, 0))`, [
      first.id,
    ]);
    asked.push(operate('staff', '$mark-read'), operate('staff', '$mark-read'));
    asked.push(post('staff', answerTo(first)));
    await sleep(200);
    const note = [{ text: 'Fra Cura' }];
    await putAll(tx, ports.room('Communication'), [{ ...standing, note }], ports.now());
  });
  const answers = await Promise.all(asked);
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 201],
  );
  const { note, received, extension } = await get<Communication>('staff', path);
  t.same(note, [{ text: 'Fra Cura' }]);
  t.ok(received, 'the mark');
  t.notOk(
    extension?.some(({ url }) => url === structure('awaiting-reply')),
    'the answer',
  );
});

t.test('an answer that Cura never takes is none: the thread is overdue as before', async (t) => {
  const first = await sent('citizen', toUnit(unit));
  await settle();
  t.equal(await isAwaited(first.id), true);
  const answer = await sent('staff', answerTo(first));
  t.equal(await isAwaited(first.id), false);
  const { rows } = await ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = 'besked' and id = $1`,
    [first.id],
  );
  cura.change('besked', `${rows[0]?.cura_id}`, { emne: 'En anden titel' });
  await settle();
  t.equal((await get<Communication>('staff', `Communication/${answer.id}`)).status, 'stopped');
  t.equal(await isAwaited(first.id), true);
});

t.test('a full load leaves what Cura does not have yet, its file with it', async (t) => {
  const data = Buffer.from('Hej igen').toString('base64');
  const file = { contentType: 'text/plain', title: 'Note.txt', data };
  const message = await sent(
    'citizen',
    toUnit(unit, { payload: [{ contentString: 'Se filen' }, { contentAttachment: file }] }),
  );
  const path = `${message.payload?.[1]?.contentAttachment?.url}`;
  const bytes = async () =>
    (await house.as('citizen')(path, { headers: { accept: '*/*' } })).text();
  await loadAll(house.sync);
  t.match(await get('citizen', `Communication/${message.id}`), { status: 'in-progress' });
  t.equal(await bytes(), 'Hej igen');
  await settle();
  await loadAll(house.sync);
  t.match(await get('citizen', `Communication/${message.id}`), {
    status: 'completed',
    payload: message.payload,
  });
  t.equal(await bytes(), 'Hej igen');
});

t.test('a message whose file Cura refuses is stopped, and is not sent without it', async (t) => {
  const data = Buffer.from('Hej').toString('base64');
  const file = { contentType: 'text/plain', title: 'Note.txt', data };
  const message = await sent(
    'citizen',
    toUnit(unit, { payload: [{ contentString: 'Se filen' }, { contentAttachment: file }] }),
  );
  await ports.db.query(
    `update intent set draft = jsonb_set(draft, '{securityContext,extension,0,extension,0,valueReference,reference}', '"Patient/nobody"')
     where record = 'bilag' and state = 'open'`,
  );
  await settle();
  await settle();
  t.match(await get('citizen', `Communication/${message.id}`), {
    status: 'stopped',
    statusReason: { coding: [{ code: 'undelivered' }] },
  });
  t.same(await found('citizen', '_tag=awaiting-delivery'), []);
});

t.test('what Cura has no place for is refused before the message stands', async (t) => {
  const refused = async (more: object) => keysOf(await post('citizen', toUnit(unit, more)));
  const system = 'https://app.example/besked';
  for (const identifier of [
    { system },
    { system, value: 'a', use: 'official' },
    { system: `${system}|a`, value: 'b' },
    { value: 'a|b' },
    { system, value: 'a'.repeat(300) },
  ])
    t.same(await refused({ identifier: [identifier] }), [422, 'message-identifier']);
  t.same(await refused({ topic: { text: 'To\nlinjer' } }), [422, 'message-topic']);
});

t.test('what the server sets is not given otherwise, nor left out of sight', async (t) => {
  const refused = async (more: object) => keysOf(await post('citizen', toUnit(unit, more)));
  t.same(await refused({ subject: { display: 'Min mor' } }), [422, 'message-set']);
  t.same(await refused({ subject: { reference: 'Group/1' } }), [422, 'message-set']);
  t.same(await refused({ sender: { display: 'Direktøren' } }), [422, 'message-set']);
  t.same(await refused({ category: [{ text: 'Haster' }] }), [422, 'message-set']);
});

t.test('the identifier of a message about one citizen is free for another', async (t) => {
  const identifier = [{ system: 'https://app.example/brev', value: 'brev-1' }];
  const ours = await get<Patient>(
    'citizen',
    (await sent('citizen', toUnit(unit))).subject?.reference ?? '',
  );
  const other = (await sent('neighbour', toUnit(unit))).subject;
  const letter = (subject: object | undefined) =>
    toUnit(unit, { identifier, subject, recipient: undefined });
  const one = await sent('staff', letter({ reference: `Patient/${ours.id}` }));
  const two = await sent('staff', letter(other));
  t.not(two.id, one.id);
  t.same(two.subject, other);
  t.equal((await sent('staff', letter(other))).id, two.id);
});
