import t from 'tap';
import { loadBrokers } from '../../src/resources/municipality-identity.ts';
import { citizen, named } from './claims.ts';
import { startIssuer, verdict, verifierOf } from './issuer.ts';

t.test('a broker of the municipality tells in the words that its file says', async (t) => {
  const { signaturgruppen: broker } = loadBrokers('0147');
  const issuer = await startIssuer(t, { broker: 'nemlogin' });
  if (!broker) throw new TypeError('the example has no broker of its own');
  const verify = verifierOf([{ ...issuer.trusted, broker }]);
  const ask = async (claims: object) => `Bearer ${await issuer.token(claims as typeof citizen)}`;
  const { [named.cpr]: cpr, [named.name]: name, ...rest } = citizen;
  const own = { ...rest, 'nemlogin.cpr': cpr, 'nemlogin.name': name };
  t.match(await verify(await ask(own)), { kind: 'person', name: 'Karen Margrethe Lindgaard' });
  t.match(await verdict(verify, await ask(citizen)), /^401 token-invalid/, 'and in no others');
  t.match(await verdict(verify, await ask({ ...own, 'nemlogin.cvr': '12345678' })), /^40[13] /);
});
