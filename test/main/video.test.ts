import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import t from 'tap';
import { sandboxIdentity } from '../../src/config/identity.ts';
import { ConfigError } from '../../src/config.ts';
import { videoOf } from '../../src/main/video.ts';

const setting = { url: 'https://jitsi.example/sandby', appId: 'sandby', clientId: 'app' };
const now = (): number => Date.UTC(2026, 10, 24, 9);
const made = (secret: string) =>
  videoOf({ ...setting, secret }, sandboxIdentity('http://127.0.0.1:1', 'us'), now);
const joining = {
  ...{ room: '0a1b', name: 'Karen', moderator: false },
  ...{ from: now() - 1_500, until: now() + 1_500 },
};

t.test('a key pair signs what the server can check and cannot make', async (t) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const secret of [pem, pem.replaceAll('\n', '\\n')]) {
    const url = new URL(await made(secret).rooms.join(joining));
    t.equal(`${url.origin}${url.pathname}`, 'https://jitsi.example/sandby/0a1b');
    const { payload, protectedHeader } = await jwtVerify(
      url.searchParams.get('jwt') ?? '',
      publicKey,
      { audience: 'sandby', issuer: 'sandby', currentDate: new Date(now()) },
    );
    t.equal(protectedHeader.alg, 'RS256');
    const seconds = now() / 1_000;
    t.match(payload, { sub: 'jitsi.example', room: '0a1b', nbf: seconds - 2, exp: seconds + 2 });
  }
});

t.test('what only begins like a key is said at the start', async (t) => {
  const secret = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
  t.throws(
    () => made(secret),
    new ConfigError('VIDEO_SECRET begins like a private key in PEM, and cannot be read as one.'),
  );
});

t.test('citizens and staff have a login each, and a real issuer may be alone', async (t) => {
  t.same(Object.keys(made('x').door.logins), ['citizen', 'staff']);
  const issuer = { issuer: 'https://idp.example', broker: 'nemlogin', brokerSetting: 'IDP_BROKER' };
  const alone = { audience: 'us', issuers: [{ ...issuer, algorithms: ['ES256'] }] };
  t.same(Object.keys(videoOf({ ...setting, secret: 'x' }, alone, now).door.logins), ['citizen']);
});
