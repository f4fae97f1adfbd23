import t from 'tap';
import { sandboxIdentity } from '../src/config/identity.ts';
import { ConfigError, readConfig } from '../src/config.ts';

const refusal = (env: Record<string, string>): string => {
  try {
    readConfig(env);
    return 'taken';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
};

t.test('without settings everything runs here, the sandbox on the ports after ours', (t) => {
  t.same(readConfig({ PORT: '', REDIS_URL: ' ' }), {
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://127.0.0.1:3000',
    dataDir: '.samspil',
    municipality: '9999',
    logLevel: 'info',
    sandbox: {
      cura: 3001,
      identity: 3002,
      sms: 3003,
      witness: 3004,
      nemsms: 3005,
      digitalPost: 3006,
      video: 3007,
    },
    cura: { url: 'http://127.0.0.1:3001', clientId: 'sandbox', clientSecret: 'sandbox' },
    identity: sandboxIdentity('http://127.0.0.1:3002', 'http://127.0.0.1:3000/fhir'),
    allowedOrigins: [],
    trustedProxies: [],
    sms: { url: 'http://127.0.0.1:3003', secret: 'sandbox' },
    nemsms: { url: 'http://127.0.0.1:3005', secret: 'sandbox' },
    digitalPost: { url: 'http://127.0.0.1:3006', secret: 'sandbox' },
    witness: { url: 'http://127.0.0.1:3004/checkpoints', secret: 'sandbox' },
    video: {
      url: 'http://127.0.0.1:3007',
      ...{ appId: 'samspil', secret: 'sandbox', clientId: 'samspil-video' },
    },
  });
  t.end();
});

t.test('a real system takes the place of its sandbox, and the others stay', (t) => {
  const env = {
    PORT: '8080',
    HOST: '0.0.0.0',
    PUBLIC_URL: 'https://samspil.sandby.example/',
    DATABASE_URL: 'postgres://samspil:pw@db/samspil',
    REDIS_URL: 'rediss://queue:6380',
    CURA_URL: 'https://cura.example/api/',
    CURA_CLIENT_ID: 'samspil',
    CURA_CLIENT_SECRET: 'hemmelig',
    LOG_LEVEL: 'warn',
    MUNICIPALITY: '0173',
    DATA_DIR: '/var/lib/samspil',
  };
  t.same(readConfig(env), {
    host: '0.0.0.0',
    port: 8080,
    publicUrl: 'https://samspil.sandby.example',
    dataDir: '/var/lib/samspil',
    databaseUrl: 'postgres://samspil:pw@db/samspil',
    redisUrl: 'rediss://queue:6380',
    municipality: '0173',
    logLevel: 'warn',
    sandbox: { identity: 8082, sms: 8083, nemsms: 8085, digitalPost: 8086 },
    nemsms: { url: 'http://127.0.0.1:8085', secret: 'sandbox' },
    digitalPost: { url: 'http://127.0.0.1:8086', secret: 'sandbox' },
    cura: { url: 'https://cura.example/api', clientId: 'samspil', clientSecret: 'hemmelig' },
    identity: sandboxIdentity('http://127.0.0.1:8082', 'https://samspil.sandby.example/fhir'),
    allowedOrigins: [],
    trustedProxies: [],
    sms: { url: 'http://127.0.0.1:8083', secret: 'sandbox' },
  });
  t.end();
});

t.test('port 0 means any free port for all', (t) => {
  t.match(readConfig({ PORT: '0' }), {
    port: 0,
    sandbox: { cura: 0, identity: 0, sms: 0, witness: 0 },
  });
  t.end();
});

t.test('a wrong setting is one sentence that names it and what is allowed', (t) => {
  t.same(
    [
      { PORT: '80a' },
      { PORT: '65529' },
      { HOST: 'a b' },
      { MUNICIPALITY: '12' },
      { LOG_LEVEL: 'loud' },
      { PUBLIC_URL: 'samspil.dk' },
      { DATABASE_URL: 'mysql://u:hemmelig@db' },
      { CURA_URL: 'https://cura.example' },
      { SMS_GATEWAY_URL: 'https://sms.example' },
      { WITNESS_URL: 'https://vidne.example' },
      { WITNESS_URL: 'https://vidne.example', WITNESS_FILE: '/worm/vidne' },
    ].map(refusal),
    [
      'PORT is "80a", and must be a whole number from 0 to 65528, as the seven ports after it are used too.',
      'PORT is "65529", and must be a whole number from 0 to 65528, as the seven ports after it are used too.',
      'HOST is "a b", and must be a host name or an IP address.',
      'MUNICIPALITY is "12", and must be a code of four digits.',
      'LOG_LEVEL is "loud", and must be one of trace, debug, info, warn, error, fatal, silent.',
      'PUBLIC_URL is no such address as it must be: https://… or http://….',
      'DATABASE_URL is no such address as it must be: postgres://… or postgresql://….',
      'CURA_CLIENT_ID is missing, and must be set when CURA_URL is.',
      'SMS_GATEWAY_SECRET is missing, and must be set when SMS_GATEWAY_URL is.',
      'WITNESS_SECRET is missing, and must be set when WITNESS_URL is.',
      'WITNESS_URL and WITNESS_FILE are both set, and there is one witness.',
    ],
  );
  t.end();
});

t.test('with a real SMS gateway the other channels are those that are named, or none', (t) => {
  const sms = { SMS_GATEWAY_URL: 'https://sms.example', SMS_GATEWAY_SECRET: 'hemmelig' };
  const alone = readConfig({ ...sms });
  t.same(
    [alone.nemsms, alone.digitalPost, alone.sandbox.nemsms],
    [undefined, undefined, undefined],
  );
  const post = { DIGITAL_POST_URL: 'https://post.example/', DIGITAL_POST_SECRET: 'brev' };
  t.same(readConfig({ ...sms, ...post }).digitalPost, {
    url: 'https://post.example',
    secret: 'brev',
  });
  t.equal(
    refusal({ DIGITAL_POST_URL: 'https://post.example' }),
    'DIGITAL_POST_SECRET is missing, and must be set when DIGITAL_POST_URL is.',
  );
  t.end();
});

t.test('meetings by video are held where a setting says, or in the sandbox, or nowhere', (t) => {
  const cura = { CURA_URL: 'https://cura.example', CURA_CLIENT_ID: 'a', CURA_CLIENT_SECRET: 'b' };
  t.equal(readConfig({ ...cura }).video, undefined);
  t.equal(readConfig({ ...cura }).sandbox.video, undefined);
  const real = { VIDEO_URL: 'https://jitsi.example/', VIDEO_SECRET: 'hemmelig' };
  const more = { VIDEO_APP_ID: 'sandby', VIDEO_CLIENT_ID: 'app', VIDEO_CLIENT_SECRET: 'x' };
  const { video, sandbox } = readConfig({ ...cura, ...real, ...more });
  t.same(video, {
    ...{ url: 'https://jitsi.example', secret: 'hemmelig', appId: 'sandby' },
    ...{ clientId: 'app', clientSecret: 'x' },
  });
  t.equal(sandbox.video, undefined);
  t.equal(
    refusal({ VIDEO_URL: 'https://jitsi.example' }),
    'VIDEO_SECRET is missing, and must be set when VIDEO_URL is.',
  );
  t.end();
});
