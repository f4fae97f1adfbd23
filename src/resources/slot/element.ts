import type { HealthcareService, Location, Schedule, Slot } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { uuidv5 } from '../../fhir/id.ts';
import { formatInstant, formatUtc } from '../../fhir/instant.ts';
import type { CutSlot } from '../../scheduling/slot-cut.ts';
import { holdExpires } from '../appointment/participants.ts';
import { idIn } from '../define.ts';

/** A Slot's id follows from its Schedule and start (epoch milliseconds). */
export const slotId = (schedule: string, start: number): string =>
  uuidv5(schedule, formatUtc(start));

export const slotLocation = structure('slot-location');

/** A home or a hall is nobody's alone: only rooms keep appointments apart. */
export const isExclusive = (location: Location | undefined): boolean =>
  location?.physicalType?.coding?.some(({ code }) => code === 'ro') ?? false;

export const scheduleIn = (slot: Slot): string => idIn(slot.schedule.reference, 'Schedule') ?? '';

const extensions = ({ locationId }: CutSlot, expires: number | undefined): Slot['extension'] => [
  ...(locationId === undefined
    ? []
    : [{ url: slotLocation, valueReference: { reference: `Location/${locationId}` } }]),
  ...(expires === undefined ? [] : [{ url: holdExpires, valueDateTime: formatInstant(expires) }]),
];

/** A cut time as a Slot. `expires` (epoch milliseconds): only holds are in its way, and from then on none. */
export const slotOf = (
  schedule: Schedule & { id: string },
  service: HealthcareService,
  cut: CutSlot,
  expires: number | undefined,
): Slot & { id: string } => {
  const extension = extensions(cut, expires) ?? [];
  return {
    resourceType: 'Slot',
    id: slotId(schedule.id, cut.start),
    ...(extension.length > 0 && { extension }),
    ...(service.type && { serviceType: service.type }),
    schedule: { reference: `Schedule/${schedule.id}` },
    status: cut.status,
    start: formatInstant(cut.start),
    end: formatInstant(cut.end),
  };
};
