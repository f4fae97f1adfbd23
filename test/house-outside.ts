import { createCuraClient } from '../src/cura/client.ts';
import { localWords } from '../src/cura/local-word.ts';
import type { CuraPort } from '../src/cura/port.ts';
import { loadWords } from '../src/resources/municipality-code.ts';
import {
  type SandboxCura,
  sandboxCredentials,
  startSandboxCura,
} from '../src/sandbox/cura/server.ts';
import {
  type RunningIdentityProvider,
  startIdentityProvider,
} from '../src/sandbox/identity-provider.ts';
import { type RunningSmsGateway, startSmsGateway } from '../src/sandbox/sms-gateway.ts';
import { sandboxPersonas } from '../src/sandbox/start.ts';
import type { Teardown } from './database.ts';

export const audience = 'samspil-test';
export const smsSecret = 'test';
export const publicUrl = 'https://samspil.test';
/** Whose tokens a video server takes. */
export const videoServer = { appId: 'samspil', secret: 'test' };

/** All that a house talks to, over real HTTP. */
export interface Outside {
  readonly cura: SandboxCura;
  readonly client: CuraPort;
  readonly sms: RunningSmsGateway;
  readonly identity: RunningIdentityProvider;
}

export interface OutsideOptions {
  readonly citizens: number;
  readonly now: () => number;
  readonly curaTimeoutMs?: number;
  /** Whose brokers and words; the sandbox's own if absent. */
  readonly municipality?: string;
}

/** Of as many citizens Cura has the same people and appointments each time. */
export async function startOutside(
  t: Teardown,
  { citizens, now, curaTimeoutMs, municipality = '9999' }: OutsideOptions,
): Promise<Outside> {
  const place = { port: 0, host: '127.0.0.1', now };
  const cura = await startSandboxCura({ ...place, size: { citizens } });
  t.teardown(() => cura.close());
  const sms = await startSmsGateway({ ...place, secret: smsSecret });
  t.teardown(() => sms.close());
  const identity = await startIdentityProvider({
    ...place,
    audience,
    videoCallback: `${publicUrl}/video/callback`,
    personas: sandboxPersonas(municipality),
  });
  t.teardown(() => identity.close());
  const client = createCuraClient({
    baseUrl: cura.url,
    ...sandboxCredentials,
    now,
    words: localWords(loadWords(municipality)),
    ...(curaTimeoutMs !== undefined && { timeoutMs: curaTimeoutMs }),
  });
  t.teardown(() => client.close());
  return { cura, sms, identity, client };
}
