/** Joins a meeting by video. Joining is seeing: who may see the appointment may come, and a mandate to see is enough. */
import { createHmac } from 'node:crypto';
import type { Appointment, HealthcareService, Parameters } from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import { actorFor } from '../access/scope.ts';
import { formatInstant } from '../fhir/instant.ts';
import { notFound, unprocessable } from '../fhir/outcome.ts';
import { seatIn, sessionOf } from '../resources/appointment/class-session.ts';
import { participantId } from '../resources/appointment/participants.ts';
import { openWindow } from '../resources/appointment/video-window.ts';
import type { Call, Ports } from '../resources/define.ts';
import { assertOnAt, unitOfService } from '../resources/feature-unit.ts';
import { findOne } from '../resources/find-resource.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { VideoRooms } from '../resources/video-rooms.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';

type Kept = Appointment & { id: string };

const out = (name: string, type: string, da: string, en: string): OperationParameter => ({
  ...{ name, use: 'out', min: 1, max: '1', type },
  documentation: { da, en },
});

const parameter: readonly OperationParameter[] = [
  out(
    'url',
    'url',
    'Mødets adresse for den, der spørger. Den er hemmelig; gem den ikke.',
    'The address of the meeting for the one who asks. It is a secret; do not keep it.',
  ),
  out('from', 'instant', 'Fra hvornår mødet er åbent.', 'From when the meeting is open.'),
  out('until', 'instant', 'Til hvornår mødet er åbent.', 'Until when the meeting is open.'),
];

const roomsOf = ({ video }: Ports): VideoRooms => {
  if (video) return video;
  throw unprocessable('no-video', {
    da: 'Kommunen holder ikke videomøder her.',
    en: 'The municipality holds no video meetings here.',
  });
};

/** Staff of another unit may know of the appointment, and have no business in the meeting. */
function isOfMeeting({ units, practitioner }: Call['grant'], appointment: Kept): boolean {
  const isTheirs = units.includes(
    `HealthcareService/${participantId(appointment, 'HealthcareService')}`,
  );
  return isTheirs || practitioner === participantId(appointment, 'Practitioner');
}

/** Who comes. 404 for whoever has no place in the meeting. */
function comerOf({ grant }: Call, appointment: Kept, patient: string | null): Actor {
  const actor = patient === null ? undefined : actorFor(grant, patient, 'Appointment');
  const comes = actor?.capacity !== 'staff' || isOfMeeting(grant, appointment);
  if (!actor || !comes) throw notFound('Appointment', appointment.id);
  return actor;
}

const nameless: Readonly<Partial<Record<Actor['capacity'], string>>> = {
  ...{ self: 'Borger', relative: 'Pårørende', staff: 'Personale' },
};

/** As much of a name as the others may see: in a class nobody's but the staff's, of staff as much as the municipality shows. */
function nameOf({ capacity, name = '' }: Actor, appointment: Kept, { municipality }: Ports) {
  const shown = capacity === 'staff' ? (municipality.staffNames ?? 'full') : 'full';
  const hidden = shown === 'function' || (capacity !== 'staff' && seatIn(appointment));
  const part = shown === 'given' ? name.split(' ')[0] : name;
  return (hidden ? '' : part) || (nameless[capacity] ?? '');
}

/** Nobody guesses it who has not the key; all who meet get the same. In lower case, for rooms know no other. */
const roomOf = (appointment: Kept, { secret }: Ports): string =>
  createHmac('sha256', secret('video-room'))
    .update(sessionOf(appointment) ?? appointment.id)
    .digest('hex')
    .slice(0, 32);

async function unitOf({ db, room }: Ports, appointment: Kept): Promise<string | undefined> {
  const id = participantId(appointment, 'HealthcareService');
  const service = await findOne<HealthcareService>(db, room('HealthcareService'), id);
  return service && unitOfService(service.resource);
}

const run: GeneralOperation['run'] = async (desk, { room, id = '', asking, operation }) => {
  if (!room) throw new TypeError('$join-video is asked of an Appointment');
  inputOf(desk, room, asking, operation);
  const { call } = desk;
  const { ports } = call;
  const { content, patient } = await read(call, room, idAt(room, id));
  const appointment = JSON.parse(content) as Kept;
  const comer = comerOf(call, appointment, patient);
  await assertOnAt(ports, 'video', await unitOf(ports, appointment));
  const rooms = roomsOf(ports);
  const { from, until } = openWindow(appointment, ports.now(), ports.municipality);
  const url = await rooms.join({
    ...{ room: roomOf(appointment, ports), name: nameOf(comer, appointment, ports) },
    ...{ moderator: comer.capacity === 'staff', from, until },
  });
  const answer: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'url', valueUrl: url },
      { name: 'from', valueInstant: formatInstant(from) },
      { name: 'until', valueInstant: formatInstant(until) },
    ],
  };
  const looks = looksAt([{ type: room.type, id: appointment.id, patient }]);
  return { status: 200, body: JSON.stringify(answer), looks };
};

/** Opens the meeting of an appointment for the caller. */
export const joinVideoOperation: GeneralOperation = {
  code: 'join-video',
  feature: 'video',
  title: { da: 'Gå ind til videomødet', en: 'Join the video meeting' },
  types: ['Appointment'],
  offers: ({ patient }) => patient !== undefined,
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: true },
  parameter,
  run,
};
