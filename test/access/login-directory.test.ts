import t from 'tap';
import { loginDirectory } from '../../src/access/login-directory.ts';
import { identityUnavailable } from '../../src/access/token-refusal.ts';

const issuer = 'https://login.example';
const document = {
  ...{ issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: 7 },
  scopes_supported: ['openid', 3],
  secret: 'kept',
};

t.test('what is known of a login service stays known while it is away', async (t) => {
  const state = { now: 0, away: true, asked: 0 };
  const directory = loginDirectory(
    issuer,
    () => state.now,
    async () => {
      state.asked += 1;
      if (state.away) throw identityUnavailable();
      return document;
    },
  );
  await t.rejects(directory.read(), { message: identityUnavailable().message });
  t.equal(await directory.known(), undefined);
  t.equal(state.asked, 1, 'it is left in peace for a while');
  Object.assign(state, { now: 5_000, away: false });
  const known = {
    issuer,
    addresses: { token_endpoint: `${issuer}/token` },
    supported: { scopes_supported: ['openid'] },
  };
  t.same(await directory.read(), known, 'as far as it is passed on, and of the right form');
  Object.assign(state, { now: 400_000, away: true });
  t.same(await directory.read(), known);
  t.same(await directory.known(), known);
  t.equal(state.asked, 3);
});

t.test('who only looks does not wait for a service that hangs', async (t) => {
  const hanging = loginDirectory(issuer, Date.now, () => new Promise(() => undefined));
  t.equal(await hanging.known(), undefined);
});
