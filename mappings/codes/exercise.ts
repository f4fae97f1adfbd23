import type {
  CarePlan,
  CarePlanActivityDetail,
  Coding,
  Procedure,
  ServiceRequest,
} from '@medplum/fhirtypes';
import type {
  Maaleplan,
  Traeningsprogram,
  Traeningsudfoerelse,
} from '../../src/cura/dialogue-records.ts';
import { codeSystem } from '../../src/fhir/canonical.ts';

export const programmeStatus = {
  aktiv: 'active',
  pause: 'on-hold',
  afsluttet: 'completed',
  annulleret: 'revoked',
} as const satisfies Record<Traeningsprogram['status'], CarePlan['status']>;

/** Of each exercise, by the status of its programme. */
export const exerciseStatus = {
  aktiv: 'in-progress',
  pause: 'on-hold',
  afsluttet: 'completed',
  annulleret: 'cancelled',
} as const satisfies Record<Traeningsprogram['status'], CarePlanActivityDetail['status']>;

export const exerciseDoneStatus = {
  udfoert: 'completed',
  fejl: 'entered-in-error',
} as const satisfies Record<Traeningsudfoerelse['status'], Procedure['status']>;

export const measurementPlanStatus = {
  aktiv: 'active',
  pause: 'on-hold',
  afsluttet: 'completed',
  annulleret: 'revoked',
} as const satisfies Record<Maaleplan['status'], ServiceRequest['status']>;

/** Tells a programme from a granted service, and what was done of it from other procedures. */
export const exerciseCategory: Coding = {
  system: codeSystem('plan-category'),
  code: 'exercise',
  display: 'Træning hjemme',
};

/** Tells what staff ask a citizen to measure from an inquiry. */
export const measurementCategory: Coding = {
  system: codeSystem('plan-category'),
  code: 'measurement',
  display: 'Måling hjemme',
};
