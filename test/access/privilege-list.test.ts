import fc from 'fast-check';
import t, { type Test } from 'tap';
import { PrivilegeListError, readPrivilegeList } from '../../src/access/privilege-list.ts';
import { personHash } from '../../src/store/index-row.ts';
import { isAtOnce } from '../at-once.ts';
import { citizen, inBase64, listOf } from './claims.ts';
import { personKey, startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const see = 'urn:dk:sandby:samspil:se';
const act = 'urn:dk:sandby:samspil:handle';
const national = 'urn:dk:gov:saml:cprNumberIdentifier:';
const procuration = 'urn:dk:healthcare:saml:actThroughProcurationBy:cprNumberIdentifier:';
const custody = 'urn:dk:healthcare:saml:actThroughCustodyOver:cprNumberIdentifier:';
const hash = (cpr: string): Buffer => personHash(personKey, cpr);

/** Logs in with a list; what it must be a string for is said by the type of the claim. */
async function login(t: Test) {
  const { trusted, token } = await startIssuer(t);
  const verify = verifierOf([trusted]);
  const bearer = async (list: unknown) =>
    `Bearer ${await token({ ...citizen, privileges_intermediate: list })}`;
  return {
    tickets: async (list: string) => {
      const caller = await verify(await bearer(list));
      return caller.kind === 'person' ? caller.tickets : undefined;
    },
    verdict: async (list: unknown) => verdict(verify, await bearer(list)),
  };
}

t.test('Each group is a ticket with the rights that the municipality has named', async (t) => {
  const { tickets } = await login(t);
  const groups = [
    { scope: `${national}0101010001`, privileges: [see, act] },
    { scope: `${procuration}0101010002`, privileges: [see] },
    { scope: `${custody}0101150003`, privileges: [act, 'urn:dk:other:system'] },
    { scope: `${national}0101010004`, privileges: ['urn:dk:other:system', 'constructor'] },
    { scope: `${national}0101010001`, privileges: [see] },
    { scope: 'urn:dk:gov:saml:cvrNumberIdentifier:12345678', privileges: [see, act] },
    { scope: `${national}1403480000`, privileges: [see, act] },
  ];
  const mother = { hash: hash('0101010001'), rights: ['see', 'act'], kind: 'power-of-attorney' };
  const father = { hash: hash('0101010002'), rights: ['see'], kind: 'power-of-attorney' };
  const child = { hash: hash('0101150003'), rights: ['act'], kind: 'custody' };
  for (const namespace of [undefined, 'http://itst.dk/oiosaml/basic_privilege_profile'])
    t.same(await tickets(listOf(groups, namespace)), [mother, father, child]);
});

t.test('The same words in other clothes are the same list', async (t) => {
  const { tickets } = await login(t);
  const ns = 'xmlns="http://digst.dk/oiosaml/basic_privilege_profile"';
  const group = `<PrivilegeGroup Scope="${national}0101010001"><Privilege>${see}</Privilege></PrivilegeGroup>`;
  const written = [
    `<PrivilegeList ${ns}>${group}</PrivilegeList>`,
    `<?xml version="1.0"?>\n<PrivilegeList ${ns}>\n  ${group.replaceAll('><', '>\n<')}\n</PrivilegeList>\n`,
    `<PrivilegeList ${ns}>${group.replace(see, `<![CDATA[${see}]]>`)}</PrivilegeList>`,
    `<PrivilegeList ${ns}>${group.replace(':se<', '<!-- x -->:se<')}</PrivilegeList>`,
    `<PrivilegeList ${ns}>${group.replace(':se<', '&#58;se<')}</PrivilegeList>`,
    `\ufeff<PrivilegeList ${ns}>${group}</PrivilegeList>`,
  ].map(inBase64);
  const folded = (written[0] ?? '').replace(/.{40}/g, '$&\r\n');
  for (const list of [...written, folded])
    t.match(await tickets(list), [{ rights: ['see'] }], list.slice(-20));
  t.same(await tickets(inBase64(`<PrivilegeList ${ns}/>`)), [], 'an empty list gives nothing');
});

const ours = 'xmlns="http://digst.dk/oiosaml/basic_privilege_profile"';
const inList = (content: string) => `<PrivilegeList ${ours}>${content}</PrivilegeList>`;
const inGroup = (content: string, cpr = '0101010001') =>
  inList(`<PrivilegeGroup Scope="${national}${cpr}">${content}</PrivilegeGroup>`);
const privilege = `<Privilege>${see}</Privilege>`;
const many = (count: number, text: string) => text.repeat(count);

/** XML that no list is. */
const wrong: Readonly<Record<string, string>> = {
  nothing: ' ',
  'a text': 'urn:dk:sandby:samspil:se',
  'half a document': inGroup(privilege).slice(0, -20),
  'two documents': inGroup(privilege) + inGroup(privilege),
  'something after it': `${inGroup(privilege)}x`,
  'a DTD': `<!DOCTYPE PrivilegeList>${inGroup(privilege)}`,
  'an entity of its own': `<!DOCTYPE x [<!ENTITY e "${see}">]>${inGroup('<Privilege>&e;</Privilege>')}`,
  'an external entity': `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${inGroup('<Privilege>&e;</Privilege>')}`,
  'entities that grow': `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${inGroup('<Privilege>&b;</Privilege>')}`,
  'an unknown entity': inGroup('<Privilege>&nbsp;</Privilege>'),
  'a character that XML has not': inGroup('<Privilege>&#0;</Privilege>'),
  'an instruction': `<?xml-stylesheet href="x"?>${inGroup(privilege)}`,
  'another encoding': `<?xml version="1.0" encoding="ISO-8859-1"?>${inGroup(privilege)}`,
  'another version': `<?xml version="1.1"?>${inGroup(privilege)}`,
  'no namespace': inGroup(privilege).replace(ours, ''),
  'another namespace': inGroup(privilege).replace('digst.dk', 'evil.test'),
  'an undeclared prefix': inGroup('<x:Privilege>a</x:Privilege>'),
  'a group of another namespace': inList(
    `<PrivilegeGroup xmlns="urn:x" Scope="${national}0101010001"/>`,
  ),
  'another root': `<List ${ours}/>`,
  'a group in a group': inGroup(`<PrivilegeGroup Scope="${national}0101010002"/>`),
  'an element in a privilege': inGroup(`<Privilege>${see}<b/></Privilege>`),
  'an unknown element': inGroup('<Right>urn:x</Right>'),
  'a group without a scope': inList(`<PrivilegeGroup>${privilege}</PrivilegeGroup>`),
  'two scopes': inList(`<PrivilegeGroup Scope="a" Scope="b">${privilege}</PrivilegeGroup>`),
  'an empty scope': inList(`<PrivilegeGroup Scope=" ">${privilege}</PrivilegeGroup>`),
  'an empty privilege': inGroup('<Privilege/>'),
  'a text between': inGroup(`${privilege} og ${privilege}`),
  'a constraint without a name': inGroup(`${privilege}<Constraint>1</Constraint>`),
  'a constraint twice': inGroup(many(2, '<Constraint Name="x">1</Constraint>')),
  'a number that is none': inGroup(privilege, '010101-0001'),
  'a number that is too long': inGroup(privilege, '01010100011'),
  'a deep list': inList(many(300, '<PrivilegeGroup Scope="a">')),
  'too many groups': inList(many(101, '<PrivilegeGroup Scope="urn:x"/>')),
  'too many privileges': inGroup(many(101, '<Privilege>u:x</Privilege>')),
};

t.test('A list that is broken lets nobody in without it', async (t) => {
  const { verdict } = await login(t);
  for (const [what, xml] of Object.entries(wrong))
    t.equal(await verdict(inBase64(xml)), refused, what);
  const good = inBase64(inGroup(privilege));
  const claims: Readonly<Record<string, unknown>> = {
    'no base64': inGroup(privilege),
    'base64 for addresses': `${good.slice(0, 20)}-_-_`,
    'base64 that is cut': good.slice(0, -1),
    'base64 with more after it': `${good}====`,
    'no UTF-8': Buffer.from(inGroup(privilege).replace(see, 'urn:x:æ'), 'latin1').toString(
      'base64',
    ),
    'UTF-16': Buffer.from(inGroup(privilege), 'utf16le').toString('base64'),
    nothing: '',
    'a list of lists': [good],
    'an object': { list: good },
    null: null,
  };
  for (const [what, list] of Object.entries(claims)) t.equal(await verdict(list), refused, what);
  t.equal(await verdict(good), 'person');
});

t.test('Its size is judged before it is decoded and after', (t) => {
  const padding = (bytes: number) => inBase64(inList('').replace('</', `${' '.repeat(bytes)}</`));
  t.same(readPrivilegeList(padding(22_000)), []);
  for (const bytes of [22_600, 100_000, 10_000_000])
    t.throws(() => readPrivilegeList(padding(bytes)), { message: 'it is too long' });
  const endless = 'A'.repeat(50_000_000);
  const refuse = () => t.throws(() => readPrivilegeList(endless), { message: 'it is too long' });
  t.ok(isAtOnce(refuse, 50));
  t.end();
});

t.test('Whatever is sent, it is read or refused, and soon', (t) => {
  const pieces = fc.constantFrom(
    ...[
      '<',
      '>',
      '/',
      '&',
      ';',
      '"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE x [',
      '&#x',
      '\u0000',
    ],
    ...[
      '<PrivilegeGroup Scope="',
      '</PrivilegeGroup>',
      privilege,
      inGroup(privilege),
      '<?xml ',
      'æ',
    ],
  );
  const found = { read: 0, refused: 0 };
  const text = fc
    .array(fc.oneof(pieces, fc.string()), { maxLength: 40 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(text, text.map(inList), fc.constant(inGroup(privilege))), (xml) => {
      try {
        readPrivilegeList(inBase64(xml));
        found.read += 1;
      } catch (error) {
        if (!(error instanceof PrivilegeListError)) throw error;
        found.refused += 1;
      }
    }),
    { numRuns: 2_000 },
  );
  t.ok(found.read > 100 && found.refused > 100, JSON.stringify(found));
  t.end();
});
