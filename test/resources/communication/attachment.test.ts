import { createHash } from 'node:crypto';
import type { Binary, Bundle, Communication } from '@medplum/fhirtypes';
import t from 'tap';
import { nativeFile } from '../../../src/resources/binary/native.ts';
import { startMessaging, toUnit } from './messaging.ts';

const house = await startMessaging(t);
const { sent, post, get, settle, unit, cura } = house;

const png = (bytes = 200): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    Buffer.alloc(bytes, 7),
    Buffer.from('IEND\xaeB`\x82', 'latin1'),
  ]);

const file = (contentType: string, content: Buffer, title = 'Sår på foden.png') => ({
  contentAttachment: { contentType, title, data: content.toString('base64') },
});

const withFiles = (...files: object[]) =>
  toUnit(unit, { payload: [{ contentString: 'Se billedet.' }, ...files] });

const keysOf = async (response: Response): Promise<string[]> => {
  const { issue = [] } = (await response.json()) as {
    issue?: { details?: { coding?: { code?: string }[] } }[];
  };
  return issue.map(({ details }) => `${details?.coding?.[0]?.code}`);
};

const binaryOf = (message: Communication): string =>
  `${message.payload?.[1]?.contentAttachment?.url}`;

t.test(
  'a file is split off, has the access of its message, and goes to Cura before it',
  async (t) => {
    const content = png();
    const message = await sent('citizen', withFiles(file('image/png', content)));
    t.match(message.payload?.[1]?.contentAttachment, {
      ...{ contentType: 'image/png', size: content.length, title: 'Sår på foden.png' },
      hash: createHash('sha1').update(content).digest('base64'),
    });
    t.notOk(JSON.stringify(message).includes(content.toString('base64')));
    const path = binaryOf(message);
    const fhir = { headers: { accept: 'application/fhir+json' } };
    const as = async (persona: string) => (await house.as(persona)(path, fhir)).status;
    t.same([await as('citizen'), await as('staff')], [200, 200]);
    t.same(
      [await as('neighbour'), await as('seeonly'), await as('relative'), await as('otherstaff')],
      [404, 404, 404, 404],
    );
    await settle();
    const binary = (await (await house.as('citizen')(path, fhir)).json()) as Binary;
    t.equal(binary.data, content.toString('base64'));
    t.equal(binary.securityContext?.reference, `Communication/${message.id}`);
    const stored = await get<Communication>('citizen', `Communication/${message.id}`);
    t.match(stored, { status: 'completed', payload: message.payload });
    t.equal(cura.read('bilag', await curaId(path))?.navn, 'Sår på foden.png');
  },
);

const curaId = async (path: string): Promise<string> => {
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = 'bilag' and id = $1`,
    [path.split('/')[1]],
  );
  return `${rows[0]?.cura_id}`;
};

t.test('the bytes are given as a file to save, and as nothing that runs', async (t) => {
  const content = png();
  const message = await sent('citizen', withFiles(file('image/png', content)));
  for (const accept of ['*/*', 'image/png']) {
    const response = await house.as('citizen')(binaryOf(message), { headers: { accept } });
    t.equal(response.status, 200);
    t.ok(Buffer.from(await response.arrayBuffer()).equals(content));
    t.match(Object.fromEntries(response.headers), {
      'content-type': 'image/png',
      'content-disposition': /^attachment; filename="S_r p_ foden.png"; filename\*=UTF-8''S%C3%A5r/,
      'x-content-type-options': 'nosniff',
      'content-security-policy': /sandbox/,
      'cache-control': /private/,
    });
  }
  const other = await house.as('citizen')('Organization', { headers: { accept: 'image/png' } });
  t.equal(other.status, 406);
});

t.test('what may not be sent is refused by name', async (t) => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  const refused = async (...files: object[]) => {
    const response = await post('citizen', withFiles(...files));
    return [response.status, ...(await keysOf(response))];
  };
  t.same(await refused(file('image/svg+xml', svg)), [422, 'attachment-type']);
  t.same(await refused(file('image/png', svg)), [422, 'attachment-content']);
  t.same(await refused(file('text/html', svg)), [422, 'attachment-type']);
  const zipped = Buffer.concat([png(), Buffer.from('PK\x03\x04 and more')]);
  t.same(await refused(file('image/png', zipped)), [422, 'attachment-content'], 'nothing behind');
  const binary = Buffer.from([0x4d, 0x5a, 0x00, 0x01]);
  t.same(await refused(file('text/plain', binary, 'Noter.txt')), [422, 'attachment-content']);
  t.same(await refused(file('image/png', png(), '../../etc')), [422, 'attachment-name']);
  const script = Buffer.from('@echo off\r\n');
  for (const name of ['Noter.bat', 'Noter.txt.HTA', 'Noter.js. ', 'Noter\u202etxt.txt'])
    t.same(await refused(file('text/plain', script, name)), [422, 'attachment-name'], name);
  t.same(await refused(file('image/png', png(5_000_001))), [422, 'attachment-limit']);
  const six = Array.from({ length: 6 }, () => file('image/png', png()));
  t.same(await refused(...six), [422, 'attachment-limit']);
  const url = { contentAttachment: { contentType: 'image/png', url: 'https://evil.example/a' } };
  t.same(await refused(url), [422, 'attachment-data']);
  const huge = file('image/png', png(15_000_000));
  t.equal((await post('citizen', withFiles(huge))).status, 413);
  const elsewhere = JSON.stringify({ resourceType: 'Consent', note: 'x'.repeat(2_000_000) });
  const body = { method: 'POST', body: elsewhere };
  t.equal((await house.as('citizen')('Consent', body)).status, 413, 'others keep their limit');
});

t.test('searches, exports and what waits for Cura carry none of the bytes', async (t) => {
  const content = png();
  const message = await sent('citizen', withFiles(file('image/png', content)));
  const path = binaryOf(message);
  const text = content.toString('base64');
  const { rows } = await house.ports.db.query<{ draft: Binary }>(
    'select draft from intent where resource_id = $1',
    [path.split('/')[1]],
  );
  t.match(rows, [{ draft: { contentType: 'image/png', data: undefined } }]);
  for (const query of [
    `Binary?_id=${path.split('/')[1]}`,
    `${message.subject?.reference}/$everything`,
  ]) {
    const { entry = [] } = await get<Bundle>('citizen', query);
    const found = entry.map(({ resource }) => resource).find((one) => path.endsWith(`${one?.id}`));
    t.match(found, { resourceType: 'Binary', meta: { tag: [{ code: 'SUBSETTED' }] } }, query);
    t.notOk(JSON.stringify(found).includes(text));
  }
  const whole = { headers: { accept: 'application/fhir+json' } };
  const read = (await (await house.as('citizen')(path, whole)).json()) as Binary;
  t.equal(read.data, text);
  t.equal(read.meta?.tag, undefined, 'what is read is whole');
  const part = await house.as('citizen')(`${path}?_elements=data`, whole);
  t.equal(((await part.json()) as Binary).data, text);
  const xml = await house.as('citizen')(path, { headers: { accept: 'application/fhir+xml' } });
  t.ok((await xml.text()).includes(`<data value="${text}"/>`));
});

t.test('what Cura has is kept apart too, and saved by the ending of its type', async (t) => {
  const { subject } = await sent('citizen', toUnit(unit));
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = 'borger' and id = $1`,
    [subject?.reference?.split('/')[1]],
  );
  cura.insert('bilag', {
    ...{
      id: 'bilag-bat',
      borgerId: `${rows[0]?.cura_id}`,
      navn: 'Læs.bat',
      mimetype: 'text/plain',
    },
    indhold: Buffer.from('start').toString('base64'),
  });
  await settle();
  const { rows: kept } = await house.ports.db.query<{ file: string; content: Buffer }>(
    `select b.content as file, k.content from cura_record r join ${house.ports.room('Binary').table} b on b.id = r.id
     join binary_content k on k.id = r.id where cura_id = 'bilag-bat'`,
  );
  t.equal(`${kept[0]?.content}`, 'start');
  const { headers } = nativeFile(`${kept[0]?.file}`, kept[0]?.content);
  t.match(headers?.['content-disposition'], /filename="L_s.bat.txt"/);
});

t.test('a message of the largest file is taken, kept and delivered', async (t) => {
  const content = png(4_999_980);
  const message = await sent('citizen', withFiles(file('image/png', content)));
  await settle();
  t.equal((await get<Communication>('citizen', `Communication/${message.id}`)).status, 'completed');
  const read = await house.as('citizen')(binaryOf(message), { headers: { accept: '*/*' } });
  t.ok(Buffer.from(await read.arrayBuffer()).equals(content));
});
