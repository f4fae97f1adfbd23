import type { Binary } from '@medplum/fhirtypes';
import { idIn } from '../define.ts';

/** Id of the citizen whose file it is. */
export const citizenOfFile = ({ securityContext }: Binary): string | undefined =>
  idIn(
    securityContext?.extension?.[0]?.extension?.find(({ url }) => url === 'citizen')?.valueReference
      ?.reference,
    'Patient',
  );
