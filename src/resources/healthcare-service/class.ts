import type { HealthcareService } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { idIn } from '../define.ts';
import { extensionOf, partsOf } from '../extension.ts';

/** The extension that says that a service is a class. */
export const classUrl = structure('class');

/** What makes a service a class. */
export interface ClassTerms {
  /** The HealthcareService that unit, codes, law and rules come from. */
  readonly kind: string;
  readonly capacity: number;
  readonly minimum?: number;
  readonly joinDeadlineHours: number;
  readonly joining: 'whole' | 'single' | 'either';
}

/** The terms of a class; undefined for any other service. */
export function classTermsOf(service: HealthcareService): ClassTerms | undefined {
  const extension = extensionOf(service, classUrl);
  if (!extension) return undefined;
  const { kind, ...terms } = partsOf(extension);
  const id = idIn(kind as string | undefined, 'HealthcareService') ?? '';
  return { ...(terms as unknown as Omit<ClassTerms, 'kind'>), kind: id };
}
