import { createHash } from 'node:crypto';
import type { Binary, Communication } from '@medplum/fhirtypes';
import t from 'tap';
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
  t.same(await refused(file('text/plain', binary)), [422, 'attachment-content']);
  t.same(await refused(file('image/png', png(), '../../etc')), [422, 'attachment-name']);
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

t.test('a message of the largest file is taken, kept and delivered', async (t) => {
  const content = png(4_999_980);
  const message = await sent('citizen', withFiles(file('image/png', content)));
  await settle();
  t.equal((await get<Communication>('citizen', `Communication/${message.id}`)).status, 'completed');
  const read = await house.as('citizen')(binaryOf(message), { headers: { accept: '*/*' } });
  t.ok(Buffer.from(await read.arrayBuffer()).equals(content));
});
