import { appointment } from './resources/appointment/index.ts';
import { auditEvent } from './resources/audit-event/index.ts';
import { binary } from './resources/binary/index.ts';
import { carePlan } from './resources/care-plan/index.ts';
import { careTeam } from './resources/care-team/index.ts';
import { codeSystem } from './resources/code-system/index.ts';
import { communication } from './resources/communication/index.ts';
import { composition } from './resources/composition/index.ts';
import { conceptMap } from './resources/concept-map/index.ts';
import { condition } from './resources/condition/index.ts';
import { consent } from './resources/consent/index.ts';
import type { Room } from './resources/define.ts';
import { device } from './resources/device/index.ts';
import { episodeOfCare } from './resources/episode-of-care/index.ts';
import { hiddenTypes } from './resources/feature-room.ts';
import { goal } from './resources/goal/index.ts';
import { healthcareService } from './resources/healthcare-service/index.ts';
import { location } from './resources/location/index.ts';
import { measureReport } from './resources/measure-report/index.ts';
import { observation } from './resources/observation/index.ts';
import { operationDefinition } from './resources/operation-definition/index.ts';
import { organization } from './resources/organization/index.ts';
import { patient } from './resources/patient/index.ts';
import { practitioner } from './resources/practitioner/index.ts';
import { practitionerRole } from './resources/practitioner-role/index.ts';
import { procedure } from './resources/procedure/index.ts';
import { provenance } from './resources/provenance/index.ts';
import { relatedPerson } from './resources/related-person/index.ts';
import { schedule } from './resources/schedule/index.ts';
import { serviceRequest } from './resources/service-request/index.ts';
import { slot } from './resources/slot/index.ts';
import { structureMap } from './resources/structure-map/index.ts';
import { subscription } from './resources/subscription/index.ts';
import { task } from './resources/task/index.ts';
import { valueSet } from './resources/value-set/index.ts';
import { type Choices, shownIn } from './resources/view.ts';

const rooms: readonly Room[] = [
  patient,
  relatedPerson,
  consent,
  practitioner,
  practitionerRole,
  organization,
  location,
  healthcareService,
  carePlan,
  careTeam,
  condition,
  goal,
  episodeOfCare,
  schedule,
  slot,
  appointment,
  serviceRequest,
  task,
  composition,
  communication,
  binary,
  observation,
  procedure,
  device,
  subscription,
  provenance,
  auditEvent,
  measureReport,
  valueSet,
  codeSystem,
  conceptMap,
  structureMap,
  operationDefinition,
];

/** Every room, as a municipality's choices have it shown. */
export function registryFor(choices: Choices): readonly Room[] {
  const hidden = hiddenTypes(rooms, choices);
  return rooms.map((room) => shownIn(room, choices, hidden));
}

/** Every room. Routes, search, CapabilityStatement, docs and contract tests are functions of this list. */
export const registry: readonly Room[] = registryFor({});
