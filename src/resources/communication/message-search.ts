import { structure } from '../../fhir/canonical.ts';
import type { SearchParam } from '../../fhir/search-param.ts';

const extension = (name: string): string =>
  `Communication.extension.where(url='${structure(name)}').value`;

const people = ['Patient', 'RelatedPerson', 'PractitionerRole', 'Organization'];

/** How messages and reminders are found; what R4 has no parameter for is ours. */
export const messageSearch: Readonly<Record<string, SearchParam>> = {
  identifier: { type: 'token', expression: 'Communication.identifier', index: 'range' },
  patient: {
    type: 'reference',
    expression: 'Communication.subject.where(resolve() is Patient)',
    target: ['Patient'],
  },
  subject: {
    type: 'reference',
    expression: 'Communication.subject',
    target: ['Patient'],
    within: 'patient',
  },
  status: { type: 'token', expression: 'Communication.status' },
  category: { type: 'token', expression: 'Communication.category' },
  medium: { type: 'token', expression: 'Communication.medium' },
  recipient: {
    type: 'reference',
    expression: 'Communication.recipient',
    target: [...people, 'HealthcareService'],
    index: 'range',
  },
  sender: {
    type: 'reference',
    expression: 'Communication.sender',
    target: people,
    index: 'range',
  },
  sent: { type: 'date', expression: 'Communication.sent' },
  received: { type: 'date', expression: 'Communication.received' },
  'part-of': {
    type: 'reference',
    expression: 'Communication.partOf',
    target: ['Communication'],
    index: 'range',
  },
  'in-response-to': {
    type: 'reference',
    expression: 'Communication.inResponseTo',
    target: ['Communication'],
    index: 'range',
    description: {
      da: 'beskeden, der svares på',
      en: 'the message that is answered',
    },
  },
  about: {
    type: 'reference',
    expression: 'Communication.about',
    target: ['Appointment'],
    index: 'range',
    description: {
      da: 'hvad beskeden handler om, som en Appointment',
      en: 'what the message is about, such as an Appointment',
    },
  },
  topic: {
    type: 'string',
    expression: 'Communication.topic.text',
    description: {
      da: 'trådens overskrift',
      en: 'the title of the thread',
    },
  },
  unit: {
    type: 'reference',
    expression: `${extension('message-unit')} | Communication.recipient.where(resolve() is Organization)`,
    target: ['Organization'],
    index: 'range',
    description: {
      da: 'enheden, som tråden hører til, uanset hvem der skrev',
      en: 'the unit to which the thread belongs, whoever wrote',
    },
  },
  'unread-by': {
    type: 'reference',
    expression: extension('unread-by'),
    target: people,
    index: 'range',
    description: {
      da: 'hvem der ikke har læst beskeden: dem, den er til, eller deres enhed',
      en: 'who has not read the message: whom it is for, or their unit',
    },
  },
  'reply-due': {
    type: 'date',
    expression: extension('awaiting-reply'),
    description: {
      da: 'hvornår enheden senest svarer på det, ingen har svaret på',
      en: 'when the unit answers at the latest what nobody has answered',
    },
  },
  shared: {
    type: 'token',
    expression: extension('shared-with-relatives'),
    description: {
      da: 'om pårørende med fuldmagt må læse tråden',
      en: 'whether relatives with a mandate may read the thread',
    },
  },
  attachment: {
    type: 'uri',
    expression: 'Communication.payload.content.as(Attachment).url',
    index: 'range',
    description: {
      da: 'Binary for en fil, der blev sendt med beskeden',
      en: 'the Binary of a file that was sent with the message',
    },
  },
};
