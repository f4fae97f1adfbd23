import type { Config } from '../config.ts';

interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly of?: (config: Config) => string | number;
}

/** Every setting, by the name of its environment variable. */
export const settings: readonly Setting[] = [
  { name: 'HOST', meaning: 'address to listen on', of: ({ host }) => host },
  {
    name: 'PORT',
    meaning: 'port of the API; the sandbox takes the seven after it; 0: any free ones',
    of: ({ port }) => port,
  },
  {
    name: 'PUBLIC_URL',
    meaning: 'address by which others reach the API, without `/fhir`',
    of: ({ publicUrl }) => publicUrl,
  },
  {
    name: 'DATA_DIR',
    meaning: 'folder of the embedded database and the installation key',
    of: ({ dataDir }) => dataDir,
  },
  { name: 'DATABASE_URL', meaning: 'a PostgreSQL of yours, instead of the embedded one' },
  {
    name: 'DATABASE_OWNER_URL',
    meaning:
      'the same database, as the role that its tables belong to; the role of `DATABASE_URL` unless set',
  },
  { name: 'REDIS_URL', meaning: 'a Redis or Valkey for the queues, instead of PostgreSQL' },
  {
    name: 'INSTALLATION_KEY',
    meaning: 'secret of the installation, 32 bytes in base64, instead of a file in `DATA_DIR`',
  },
  {
    name: 'MUNICIPALITY',
    meaning: 'code of the municipality, a folder of `mappings/municipalities`',
    of: ({ municipality }) => municipality,
  },
  { name: 'LOG_LEVEL', meaning: 'least level that is logged', of: ({ logLevel }) => logLevel },
  { name: 'CURA_URL', meaning: 'a real Cura, instead of the sandbox' },
  { name: 'CURA_CLIENT_ID', meaning: 'client at Cura; required with `CURA_URL`' },
  { name: 'CURA_CLIENT_SECRET', meaning: 'its secret; required with `CURA_URL`' },
  {
    name: 'IDP_ISSUER',
    meaning:
      'issuer of the logins of citizens and relatives; with any real issuer the whole provider of the sandbox stays away',
  },
  { name: 'IDP_BROKER', meaning: 'whose claim names it uses: nemlogin (unless set), signicat' },
  { name: 'IDP_ALGORITHMS', meaning: 'how it signs; ES256, ES384, PS256, RS256 unless set' },
  { name: 'IDP_JWKS_URL', meaning: 'where its keys are, unless its discovery document says so' },
  {
    name: 'IDP_INTROSPECTION_URL',
    meaning: 'where its opaque tokens are asked about (RFC 7662); they are refused unless set',
  },
  {
    name: 'IDP_INTROSPECTION_CLIENT_ID',
    meaning: 'our client there; required with `IDP_INTROSPECTION_URL`',
  },
  {
    name: 'IDP_INTROSPECTION_CLIENT_SECRET',
    meaning: 'its secret; required with `IDP_INTROSPECTION_URL`',
  },
  { name: 'STAFF_ISSUER', meaning: 'issuer of the logins of staff and auditors' },
  { name: 'STAFF_BROKER', meaning: 'whose claim names it uses; kombit unless set' },
  { name: 'STAFF_ALGORITHMS', meaning: 'as `IDP_ALGORITHMS`' },
  { name: 'STAFF_JWKS_URL', meaning: 'as `IDP_JWKS_URL`' },
  { name: 'SYSTEM_ISSUER', meaning: 'issuer of the tokens of machines' },
  { name: 'SYSTEM_BROKER', meaning: 'whose claim names it uses; machines unless set' },
  { name: 'SYSTEM_ALGORITHMS', meaning: 'as `IDP_ALGORITHMS`' },
  { name: 'SYSTEM_JWKS_URL', meaning: 'as `IDP_JWKS_URL`' },
  {
    name: 'MANDATE_LOOKUP_URL',
    meaning:
      'where a register of mandates is asked at each use; only Cura and the login count unless set',
  },
  { name: 'MANDATE_LOOKUP_SECRET', meaning: 'its secret; required with `MANDATE_LOOKUP_URL`' },
  {
    name: 'MINLOG_URL',
    meaning:
      'where the national log MinLog2 is told which staff looked at whom; nobody is told unless set',
  },
  { name: 'MINLOG_SECRET', meaning: 'its secret, when it asks for one' },
  {
    name: 'TRUSTED_PROXIES',
    meaning:
      'addresses of your proxies, such as `10.0.0.0/8`, whose `X-Forwarded-For` is taken for where a request came from',
  },
  {
    name: 'CPR_LOOKUP_URL',
    meaning:
      'where the number behind a UUID in a login is asked for; such logins are refused unless set',
  },
  { name: 'CPR_LOOKUP_SECRET', meaning: 'its secret; required with `CPR_LOOKUP_URL`' },
  {
    name: 'AUDIENCE',
    meaning: 'audience that a token must name',
    of: ({ identity }) => identity.audience,
  },
  {
    name: 'ALLOWED_ORIGINS',
    meaning: 'web sites whose scripts may call the API, separated by commas',
  },
  { name: 'SMS_GATEWAY_URL', meaning: 'a real SMS gateway, instead of the sandbox' },
  { name: 'SMS_GATEWAY_SECRET', meaning: 'its secret; required with `SMS_GATEWAY_URL`' },
  {
    name: 'NEMSMS_URL',
    meaning:
      'NemSMS, which reaches who has enrolled by CPR number; with a real SMS gateway and without this nobody is told by it',
  },
  { name: 'NEMSMS_SECRET', meaning: 'its secret; required with `NEMSMS_URL`' },
  {
    name: 'DIGITAL_POST_URL',
    meaning: 'where letters to Digital Post are taken in, in MeMo; absent as `NEMSMS_URL` is',
  },
  { name: 'DIGITAL_POST_SECRET', meaning: 'its secret; required with `DIGITAL_POST_URL`' },
  {
    name: 'VIDEO_URL',
    meaning:
      'a Jitsi Meet that lets in by token, instead of the sandbox; beside a real Cura and without this no meeting is held by video',
  },
  {
    name: 'VIDEO_SECRET',
    meaning:
      'what its tokens are signed with: a secret of both sides, or a private RSA key in PEM; required with `VIDEO_URL`',
  },
  {
    name: 'VIDEO_APP_ID',
    meaning: 'whom its tokens are from and for',
    of: ({ video }) => video?.appId ?? '',
  },
  {
    name: 'VIDEO_CLIENT_ID',
    meaning:
      'our client at the issuers, by which who comes to a meeting logs in; its redirect URI is `PUBLIC_URL` + `/video/callback`',
    of: ({ video }) => video?.clientId ?? '',
  },
  { name: 'VIDEO_CLIENT_SECRET', meaning: 'its secret, when it is a confidential client' },
  {
    name: 'WITNESS_URL',
    meaning:
      'who outside is shown the checkpoints of the ledger, by POST; with neither this nor a file, an outsider cannot tell whether the whole ledger was made anew',
  },
  { name: 'WITNESS_SECRET', meaning: 'its secret; required with `WITNESS_URL`' },
  {
    name: 'WITNESS_FILE',
    meaning: 'a file that can only be added to, such as on a WORM store, as the witness instead',
  },
];
