import type { HealthcareService } from '@medplum/fhirtypes';

const remote: ReadonlySet<string | undefined> = new Set(['video', 'telephone']);

type Formed = Pick<HealthcareService, 'characteristic'>;

const hasForm = ({ characteristic = [] }: Formed, isMeant: (code?: string) => boolean): boolean =>
  characteristic.some(({ coding = [] }) => coding.some(({ code }) => isMeant(code)));

/** Whether the service is given over video or telephone: then it takes no room. */
export const isRemote = (service: Formed): boolean => hasForm(service, (code) => remote.has(code));

/** Whether the service is given over video. */
export const isVideo = (service: Formed): boolean => hasForm(service, (code) => code === 'video');
