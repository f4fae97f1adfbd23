import { sandboxIdentity } from '../../src/config/identity.ts';
import { createCuraClient } from '../../src/cura/client.ts';
import { compose, type House } from '../../src/main/compose.ts';
import { verifierOf } from '../../src/main/identity.ts';
import { createHttpGateway } from '../../src/resources/communication/gateway.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { sandboxCredentials } from '../../src/sandbox/cura/server.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openInstallation } from '../../src/store/installation.ts';
import { audience, smsSecret } from '../house-outside.ts';
import { reading, type SharedClock } from './clock.ts';

/** What every process of a run is told. */
export interface Site {
  readonly clock: SharedClock;
  /** Of the role that everything runs as. */
  readonly connection: {
    readonly host?: string;
    readonly user?: string;
    readonly database?: string;
  };
  /** Of the installation's key. */
  readonly dataDir: string;
  readonly curaUrl: string;
  readonly smsUrl: string;
  readonly identityUrl: string;
}

const silent = { info: () => undefined, error: () => undefined };

/** A house as each process has it; its store has been prepared. */
export async function composed(
  site: Site,
  name: string,
): Promise<House & { close: () => Promise<void> }> {
  const now = reading(site.clock);
  const db = openDatabase({ connection: site.connection, applicationName: name });
  const cura = createCuraClient({
    ...{ baseUrl: site.curaUrl, now, timeoutMs: 2_000 },
    ...sandboxCredentials,
  });
  const municipality = loadMunicipality('9999');
  const house = await compose(
    {
      ...{ db, cura, now, log: silent, patienceMs: 3_000 },
      installation: await openInstallation(db, site.dataDir),
      channels: {
        sms: {
          port: createHttpGateway({ baseUrl: site.smsUrl, secret: smsSecret, timeoutMs: 2_000 }),
          secret: smsSecret,
        },
      },
      verify: verifierOf(sandboxIdentity(site.identityUrl, audience), municipality, now),
      municipality: municipality.code,
      publicUrl: 'https://samspil.test',
    },
    [],
  );
  const close = async (): Promise<void> => {
    cura.close();
    await db.close();
  };
  return { ...house, close };
}
