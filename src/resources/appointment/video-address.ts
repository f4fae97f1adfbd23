import type { Appointment, Coding, Extension } from '@medplum/fhirtypes';
import { serviceForm } from '../../../mappings/codes/care.ts';
import { virtualServiceUrl } from '../../../mappings/element/virtual-service.ts';
import { extensionOf } from '../extension.ts';

/** Where a meeting by video is gone to: our page, which asks who comes. What opens the meeting itself stands nowhere. */
const virtualService = (address: string): Extension => ({
  url: virtualServiceUrl,
  extension: [
    // Without the type's name readers of the published definition refuse it.
    { url: '_datatype', valueString: 'VirtualServiceDetail' },
    { url: 'channelType', valueCoding: { ...serviceForm.video } as Coding },
    { url: 'address', valueUrl: address },
  ],
});

/** The appointment with the address of its meeting; `page` is the address that all meetings begin with. */
export const withVideo = <T extends Appointment & { id: string }>(
  appointment: T,
  page: string,
): T => ({
  ...appointment,
  extension: [
    ...(appointment.extension ?? []).filter(({ url }) => url !== virtualServiceUrl),
    virtualService(`${page}/${appointment.id}`),
  ],
});

/** The appointment without the address of its meeting; the same one where it has none. */
export function withoutVideo(appointment: Appointment): Appointment {
  if (!isByVideo(appointment)) return appointment;
  const { extension = [], ...rest } = appointment;
  const left = extension.filter(({ url }) => url !== virtualServiceUrl);
  return left.length > 0 ? { ...rest, extension: left } : rest;
}

/** Whether the appointment is held by video. */
export const isByVideo = (appointment: Appointment): boolean =>
  extensionOf(appointment, virtualServiceUrl) !== undefined;
