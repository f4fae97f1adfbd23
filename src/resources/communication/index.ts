import type { Communication } from '@medplum/fhirtypes';
import { beskedMapping } from '../../../mappings/besked.ts';
import { structure } from '../../fhir/canonical.ts';
import { namedActor } from '../appointment/view.ts';
import { defineResource } from '../define.ts';
import { messageAccess } from './access.ts';
import { markRead } from './mark-read.ts';
import { messagesChanged } from './message-after.ts';
import { completeMessages } from './message-complete.ts';
import { messageForm } from './message-form.ts';
import { messageSearch } from './message-search.ts';
import { createMessage } from './message-write.ts';
import { shareThread } from './share-thread.ts';
import { citizenOfMessage, isMessage } from './thread.ts';
import { undelivered } from './undelivered.ts';
import { withoutErrors } from './view.ts';

/** Messages between citizens, relatives and staff; and reminders, which are sent here. https://hl7.org/fhir/R4/communication.html */
export const communication = defineResource<Communication>({
  type: 'Communication',
  profile: structure('samspil-communication'),
  origin: 'cura',
  about: {
    da: 'En besked i en tråd mellem borger eller pårørende og personale; eller en påmindelse, der peger på sin aftale.',
    en: 'A message of a thread between a citizen or relative and staff; or a reminder, which points to its appointment.',
  },
  feature: { name: 'messages', interactions: ['create'], hides: isMessage },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type', 'create'],
  access: messageAccess(),
  accessIn: messageAccess,
  order: 'sent',
  patient: citizenOfMessage,
  views: { citizen: withoutErrors },
  viewReason: {
    da: 'fejlregistreringer vises kun for personalet',
    en: 'what was entered in error is for staff',
  },
  named: (resource) => namedActor(resource),
  search: messageSearch,
  mappings: [beskedMapping],
  operations: [messageForm, markRead, shareThread],
  create: createMessage,
  complete: completeMessages,
  after: messagesChanged,
  undelivered,
});
