import type { Appointment, Parameters } from '@medplum/fhirtypes';
import type { Test } from 'tap';
import { sandboxIdentity } from '../../src/config/identity.ts';
import type { Aftale } from '../../src/cura/care-records.ts';
import { formatInstant, parseInstant } from '../../src/fhir/instant.ts';
import { buildApp } from '../../src/http/app.ts';
import { verifierOf } from '../../src/main/identity.ts';
import { createJitsiRooms } from '../../src/resources/appointment/jitsi-rooms.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { type RunningVideo, startVideo } from '../../src/sandbox/video/server.ts';
import { synchronise } from '../../src/sync/inbound.ts';
import { startHouse, type TestHouse } from '../house.ts';
import { audience, videoServer } from '../house-outside.ts';
import { measuring } from '../sync/scene.ts';

export const minuteMs = 60_000;

/** A service is given by video from now on; measuring, unless said, which anybody may book. */
export async function byVideo(house: TestHouse, service = measuring): Promise<void> {
  house.cura.change('ydelsestype', service, { form: 'video' });
  await synchronise(house.sync);
}

/** A real video server beside the house, by the same clock. */
export async function videoBeside(t: Test, { sync }: TestHouse): Promise<RunningVideo> {
  const server = await startVideo({ ...videoServer, port: 0, host: '127.0.0.1', now: sync.now });
  t.teardown(() => server.close());
  return server;
}

/** What the video server answers to an address that was given for it. */
export async function entered({ url }: RunningVideo, address: string, room?: string) {
  const { pathname, search } = new URL(address);
  const answer = await fetch(`${url}${room === undefined ? pathname : `/${room}`}${search}`);
  return { status: answer.status, text: await answer.text() };
}

/** A house with a video server, in which people log in. `isOwn`: others find it where it listens, as a browser must. */
export async function loginHouse(t: Test, isOwn = false) {
  const house = await startHouse(t, { citizens: 10 });
  await byVideo(house);
  const video = await videoBeside(t, house);
  const { now } = house.sync;
  const ports = {
    ...house.ports,
    video: createJitsiRooms({ ...videoServer, url: video.url, now }),
  };
  const trusted = sandboxIdentity(house.identity.url, audience);
  // Logins in a browser go by the machine's clock, all else by that of the house.
  const verifier = verifierOf(trusted, loadMunicipality('9999'), Date.now);
  const app = buildApp({ ...house.service, ports, verify: verifier(ports.secret('person')) });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.close());
  if (isOwn) Object.assign(ports, { publicUrl: url });
  return { ...house, base: `${url}/fhir`, url, video };
}

/** What `loginHouse` opens. */
export type LoginHouse = Awaited<ReturnType<typeof loginHouse>>;

/** Staff of the nurses' clinic have booked a meeting with the first nurse; on the minute after `near`. */
export async function meetingAt(
  house: TestHouse,
  near: number,
  changes: Partial<Aftale> = {},
): Promise<{ id: string; curaId: string }> {
  const start = Math.ceil(near / minuteMs) * minuteMs;
  const { id: curaId } = house.cura.insert('aftale', {
    ...{ borgerId: 'borger-00001', ydelsestypeId: measuring, medarbejderId: 'med-001' },
    ...{ status: 'planlagt', oprettet: '2026-01-21T10:00:00+01:00' },
    ...{ start: formatInstant(start), slut: formatInstant(start + 30 * minuteMs) },
    ...changes,
  });
  await synchronise(house.sync);
  const { rows } = await house.sync.db.query<{ id: string }>(
    `select id from cura_record where record = 'aftale' and cura_id = $1`,
    [curaId],
  );
  return { id: rows[0]?.id ?? 'none', curaId };
}

export interface Joined {
  readonly status: number;
  /** Of the meeting. */
  readonly url?: string | undefined;
  readonly from?: number;
  readonly until?: number;
  /** Key and text of a refusal. */
  readonly key?: string | undefined;
  readonly text?: string | undefined;
}

/** What `$join-video` comes to. */
export async function join(
  house: TestHouse,
  persona: string,
  id: string | undefined,
): Promise<Joined> {
  const answer = await house.as(persona)(`Appointment/${id}/$join-video`, { method: 'POST' });
  const body = (await answer.json()) as Parameters & {
    issue?: [{ details: { text: string; coding: [{ code: string }] } }];
  };
  const { status } = answer;
  if (body.issue) {
    const { coding, text } = body.issue[0].details;
    return { status, key: coding[0].code, text };
  }
  const value = (name: string) => body.parameter?.find((one) => one.name === name);
  return {
    ...{ status, url: value('url')?.valueUrl },
    from: parseInstant(value('from')?.valueInstant ?? ''),
    until: parseInstant(value('until')?.valueInstant ?? ''),
  };
}

/** The address that an appointment says its meeting has. */
export const addressIn = ({ extension = [] }: Appointment): string | undefined =>
  extension
    .find(({ url }) => url.endsWith('extension-Appointment.virtualService'))
    ?.extension?.find(({ url }) => url === 'address')?.valueUrl;

/** What was kept of looks at an appointment's meeting, oldest first. */
export async function looksAt(house: TestHouse, id: string): Promise<string[]> {
  const { rows } = await house.sync.db.query<{ text: string }>(
    `select kind || ' ' || capacity as text from ledger where interaction = '$join-video' and $1 = any(targets) order by at, id`,
    [`Appointment/${id}`],
  );
  return rows.map(({ text }) => text);
}
