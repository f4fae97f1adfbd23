import { activitiesOperation } from './activities.ts';
import { averageOperation } from './average.ts';
import { bulkOperations } from './bulk-export.ts';
import { calendarOperation } from './calendar.ts';
import { calendarFeedOperation } from './calendar-feed.ts';
import { chartOperation } from './chart.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { inclusionProofOperation } from './inclusion-proof.ts';
import { joinVideoOperation } from './join-video.ts';
import { lastnOperation } from './lastn.ts';
import type { GeneralOperation } from './route.ts';
import { sectionOperation } from './section.ts';
import { submitMeasurementsOperation } from './submit-measurements.ts';
import { eventsOperation, statusOperation } from './subscription-status.ts';
import { bindingTokenOperation, signingSecretOperation } from './subscription-token.ts';
import { lookupOperation, validateInSystemOperation } from './terminology-code-system.ts';
import { translateOperation } from './terminology-concept-map.ts';
import { expandOperation, validateInSetOperation } from './terminology-value-set.ts';
import { transformOperation } from './transform.ts';
import { validateOperation } from './validate-operation.ts';

/** Operations that work on any registry: each is a function of the rooms that it is given. */
export const generalOperations: readonly GeneralOperation[] = [
  validateOperation,
  transformOperation,
  everythingOperation,
  lastnOperation,
  submitMeasurementsOperation,
  chartOperation,
  averageOperation,
  activitiesOperation,
  calendarOperation,
  calendarFeedOperation,
  joinVideoOperation,
  documentOperation,
  sectionOperation,
  inclusionProofOperation,
  expandOperation,
  validateInSetOperation,
  validateInSystemOperation,
  lookupOperation,
  translateOperation,
  statusOperation,
  eventsOperation,
  bindingTokenOperation,
  signingSecretOperation,
  ...bulkOperations,
];
