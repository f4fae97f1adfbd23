import type { Aftale } from '../../src/cura/care-records.ts';
import {
  type CuraClient,
  type CuraClientOptions,
  createCuraClient,
} from '../../src/cura/client.ts';
import type { Draft } from '../../src/cura/port.ts';
import { formatInstant } from '../../src/fhir/instant.ts';
import {
  type SandboxCura,
  type SandboxCuraOptions,
  sandboxCredentials,
  startSandboxCura,
} from '../../src/sandbox/cura/server.ts';

/** Saturday 21 November 2026, 10 in the morning in Copenhagen. */
export const saturday = Date.parse('2026-11-21T09:00:00Z');

interface Lifetime {
  teardown(end: () => unknown): void;
}

/** A sandbox Cura of its own for one test. */
export async function sandbox(
  t: Lifetime,
  options: Partial<SandboxCuraOptions> = {},
): Promise<SandboxCura> {
  const cura = await startSandboxCura({
    port: 0,
    host: '127.0.0.1',
    now: () => saturday,
    ...options,
  });
  t.teardown(() => cura.close());
  return cura;
}

/** The real client, impatient. */
export function client(
  t: Lifetime,
  { url }: { readonly url: string },
  options: Partial<CuraClientOptions> = {},
): CuraClient {
  const made = createCuraClient({
    baseUrl: url,
    ...sandboxCredentials,
    timeoutMs: 2_000,
    backoffMs: 1,
    maxPauseMs: 20,
    ...options,
  });
  t.teardown(() => made.close());
  return made;
}

/** A free time of the first nurse: Monday 23 November at `time`, for half an hour. */
export function booking(changes: Partial<Draft<'aftale'>> = {}): Draft<'aftale'> {
  return {
    borgerId: 'borger-00001',
    ydelsestypeId: 'yt-saar',
    ydelseId: 'yd-00001-saar',
    medarbejderId: 'med-001',
    lokationId: 'lok-sundhedshus-a-2-2.14',
    start: '2026-11-25T08:00:00+01:00',
    slut: '2026-11-25T08:30:00+01:00',
    status: 'planlagt',
    oprettet: '2026-11-21T10:00:00+01:00',
    udfoertAf: { art: 'paaroerende', navn: 'Mette Lindgaard Holm', relation: 'datter' },
    ...changes,
  };
}

const hourMs = 3_600_000;

/** A booking that begins so many hours from now, late at night when nobody else is booked. */
export function inHours(hours: number, changes: Partial<Draft<'aftale'>> = {}) {
  const start = formatInstant(saturday + hours * hourMs);
  return booking({ start, slut: formatInstant(saturday + (hours + 0.5) * hourMs), ...changes });
}

/** Staff have booked it in Cura. */
export function booked(cura: SandboxCura, hours: number, changes: Partial<Aftale> = {}): Aftale {
  return cura.insert('aftale', { ...inHours(hours), ...changes });
}

/** The same appointment, cancelled by the citizen. */
export function cancelled(aftale: Aftale): Aftale {
  const tidspunkt = formatInstant(saturday);
  return { ...aftale, status: 'aflyst', aflysning: { aarsag: 'borger', tidspunkt, sent: false } };
}
