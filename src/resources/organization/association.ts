import type { Organization } from '@medplum/fhirtypes';
import { system as systems } from '../../../mappings/codes/system.ts';

/** An association that holds activities, and no unit. */
export const isAssociation = ({ identifier = [] }: Organization): boolean =>
  identifier.some(({ system }) => system === systems.curaAssociation);
