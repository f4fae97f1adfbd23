import t from 'tap';
import { createCprLookup } from '../../src/access/cpr-lookup.ts';
import { personHash } from '../../src/store/index-row.ts';
import { type Claims, citizen, login, named } from './claims.ts';
import { now, personKey, startIssuer, verdict, verifierOf } from './issuer.ts';

const refused = '401 token-invalid Bearer realm="samspil", error="invalid_token"';
const hash = personHash(personKey, '1403480000');

t.test('The number behind a UUID is asked for', async (t) => {
  const issuer = await startIssuer(t);
  const uuid = 'urn:uuid:5F1E6C1E-0000-4000-8000-000000000001';
  const seen: string[] = [];
  issuer.answers.set('/cpr-lookup', ({ form, authorization }) => {
    seen.push(`${authorization} ${form.get('uuid')}`);
    const known = form.get('uuid') === uuid.toLowerCase();
    return known ? { status: 200, body: { cpr: '1403480000' } } : { status: 404, body: {} };
  });
  const lookup = createCprLookup({ url: `${issuer.url}/cpr-lookup`, secret: 'hemmelig' });
  const clock = { at: now };
  const verify = verifierOf([issuer.trusted], { lookup, now: () => clock.at });
  const bearer = async (claims: Claims) =>
    `Bearer ${await issuer.token({ ...citizen, [named.cpr]: undefined, [named.uuid]: uuid, ...claims })}`;
  t.match(await verify(await bearer({})), { kind: 'person', hash });
  t.match(await verify(await bearer({ jti: 'second' })), { kind: 'person', hash });
  t.same(seen, [`Bearer hemmelig ${uuid.toLowerCase()}`], 'once for both tokens');
  const stranger = uuid.replace('5F1E', 'AAAA');
  const unknown = await bearer({ [named.uuid]: stranger });
  t.equal(await verdict(verify, unknown), '403 person-unknown');
  t.match(await verify(await bearer({ [named.cpr]: '1403480000' })), { kind: 'person' }, 'both');
  for (const body of [{ cpr: '140348-0000' }, { cpr: 1403480000 }, 'null']) {
    issuer.answers.set('/cpr-lookup', () => ({ status: 200, body }));
    const another = await bearer({ [named.uuid]: uuid.replace('5F1E', 'BBBB') });
    t.equal(await verdict(verify, another), '503 identity-unavailable', JSON.stringify(body));
  }
  const nobodyToAsk = verifierOf([issuer.trusted]);
  t.equal(await verdict(nobodyToAsk, await bearer({})), '403 person-unknown');
  t.equal(await verdict(verify, `Bearer ${await issuer.token(login)}`), refused);
});
