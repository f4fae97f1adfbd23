import { bulkOperations } from './bulk-export.ts';
import { calendarOperation } from './calendar.ts';
import { calendarFeedOperation } from './calendar-feed.ts';
import { documentOperation } from './document.ts';
import { everythingOperation } from './everything.ts';
import { inclusionProofOperation } from './inclusion-proof.ts';
import { joinVideoOperation } from './join-video.ts';
import { lastnOperation } from './lastn.ts';
import type { GeneralOperation } from './route.ts';
import { lookupOperation, validateInSystemOperation } from './terminology-code-system.ts';
import { translateOperation } from './terminology-concept-map.ts';
import { expandOperation, validateInSetOperation } from './terminology-value-set.ts';
import { validateOperation } from './validate-operation.ts';

/** Operations that work on any registry: each is a function of the rooms that it is given. */
export const generalOperations: readonly GeneralOperation[] = [
  validateOperation,
  everythingOperation,
  lastnOperation,
  calendarOperation,
  calendarFeedOperation,
  joinVideoOperation,
  documentOperation,
  inclusionProofOperation,
  expandOperation,
  validateInSetOperation,
  validateInSystemOperation,
  lookupOperation,
  translateOperation,
  ...bulkOperations,
];
