import { createCuraClient } from '../../src/cura/client.ts';
import { sandboxCredentials, startSandboxCura } from '../../src/sandbox/cura/server.ts';
import { startIdentityProvider } from '../../src/sandbox/identity-provider.ts';
import { answerCommands, setupOf } from './child.ts';

/** Everything that is not ours, in a process of its own: Cura and the identity provider. */
export interface OutsideSetup {
  readonly dataDir: string;
  readonly citizens: number;
  readonly appointments: number;
  readonly audience: string;
}

export interface Outside {
  readonly cura: string;
  readonly issuer: string;
  /** Cura's ids of citizens who can log in. */
  readonly citizens: readonly string[];
}

const { dataDir, citizens, appointments, audience } = setupOf<OutsideSetup>();
const host = '127.0.0.1';
const now = Date.now;
const cura = await startSandboxCura({
  ...{ port: 0, host, now, dataDir: `${dataDir}/cura` },
  size: { citizens, appointments },
});
const client = createCuraClient({ baseUrl: cura.url, ...sandboxCredentials });
const { poster } = await client.list('borger', { max: 2_000 });
client.close();
const adult = `${new Date().getFullYear() - 20}`;
const living = poster.filter(
  ({ cpr, doed, foedselsdato = '9999' }) =>
    cpr !== undefined && doed === undefined && foedselsdato < adult,
);
const personas = Object.fromEntries(
  living.map(({ id, cpr, fornavn }) => [id, { name: fornavn, ...(cpr && { cpr }) }]),
);
/** A machine that sees everybody: population searches are made as it. */
const machine = { name: 'Bench', role: 'system' } as const;
const identity = await startIdentityProvider({
  ...{
    port: 0,
    host,
    audience,
    personas: { ...personas, machine },
    now,
    dataDir: `${dataDir}/identity`,
  },
});

const place: Outside = {
  cura: cura.url,
  issuer: identity.issuers.nemlogin,
  citizens: living.map(({ id }) => id),
};

answerCommands(
  {
    place: () => place,
    tokens: (ids: readonly string[]) => Promise.all(ids.map((id) => identity.token(id))),
  },
  async () => {
    await cura.close();
    await identity.close();
  },
);
