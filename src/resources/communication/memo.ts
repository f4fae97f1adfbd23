/** Digital Post messages in the format MeMo 1.1. https://digitaliser.dk/digital-post/vejledninger/memo */
import { formatUtc } from '../../fhir/instant.ts';
import type { Language } from '../../fhir/outcome.ts';
import { escapeXml } from '../../fhir/xml/escape.ts';
import type { Letter, Outgoing } from './channel.ts';
import type { MessageKind } from './plan-row.ts';

/** An element: its name, and its text or the elements in it. The order is that of the format's schema. */
export type MemoElement = readonly [name: string, content: string | readonly MemoElement[]];

const namespace = 'https://DigitalPost.dk/MeMo-1';

const written = ([name, content]: MemoElement): string =>
  `<memo:${name}>${typeof content === 'string' ? escapeXml(content) : content.map(written).join('')}</memo:${name}>`;

/** MeMo asks for UUIDs of version 4; ours have another version, and stay as distinct with that one digit changed. */
export const asVersion4 = (uuid: string): string => `${uuid.slice(0, 14)}4${uuid.slice(15)}`;

/** To whole seconds, in UTC. */
const instantOf = (ms: number): string => formatUtc(ms).replace(/\.\d+Z$/, 'Z');

/** What the mailbox shows before the letter is opened: it says nothing of health. A reminder may be to a relative. */
const labels: Readonly<Record<MessageKind, Readonly<Record<Language, string>>>> = {
  reminder: { da: 'Påmindelse om en aftale', en: 'Reminder of an appointment' },
  moved: { da: 'Din aftale er flyttet', en: 'Your appointment was moved' },
  cancelled: { da: 'Din aftale er aflyst', en: 'Your appointment was cancelled' },
  offer: { da: 'Et tilbud om en tid', en: 'An offer of a time' },
};

const actionLabel = { da: 'Læg aftalen i kalenderen', en: 'Add the appointment to your calendar' };
const entryName = { da: 'Aftale med kommunen', en: 'Appointment with the municipality' };
const entryPlace = {
  da: 'Stedet fremgår af selvbetjeningen',
  en: 'See the self-service for the place',
};

/** Whose letter it is. */
export interface MemoSender {
  readonly cvr: string;
  readonly name: string;
}

/** The entry in a calendar; of what is cancelled, or only offered, there is none. */
function actions(
  { kind, language, appointment, start, end }: Letter,
  sender: MemoSender,
): MemoElement[] {
  if (kind === 'cancelled' || kind === 'offer') return [];
  const span: MemoElement[] = [
    ['startDateTime', instantOf(start)],
    ['endDateTime', instantOf(end)],
  ];
  const reservation: MemoElement[] = [
    ['description', entryName[language]],
    ['reservationUUID', asVersion4(appointment)],
    ['abstract', entryName[language]],
    ['location', entryPlace[language]],
    ...span,
    ['organizerName', sender.name],
  ];
  const action: MemoElement[] = [
    ['label', actionLabel[language]],
    ['actionCode', 'AFTALE'],
    ...span,
    ['Reservation', reservation],
  ];
  return [['Action', action]];
}

const header = ({ id, to }: Outgoing, letter: Letter, sender: MemoSender): MemoElement[] => [
  ['messageType', 'DIGITALPOST'],
  ['messageUUID', asVersion4(id)],
  ['messageID', id],
  ['label', labels[letter.kind][letter.language]],
  ['mandatory', 'false'],
  ['legalNotification', 'false'],
  [
    'Sender',
    [
      ['senderID', sender.cvr],
      ['idType', 'CVR'],
      ['label', sender.name],
    ],
  ],
  [
    'Recipient',
    [
      ['recipientID', to],
      ['idType', 'CPR'],
    ],
  ],
];

const body = ({ text }: Outgoing, letter: Letter, sender: MemoSender): MemoElement[] => [
  ['createdDateTime', instantOf(letter.createdAt)],
  [
    'MainDocument',
    [
      [
        'File',
        [
          ['encodingFormat', 'text/plain'],
          ['filename', 'besked.txt'],
          ['language', letter.language],
          ['content', Buffer.from(text, 'utf8').toString('base64')],
        ],
      ],
      ...actions(letter, sender),
    ],
  ],
];

/** The message as XML; the same for the same message, so that sending again is sending the same. */
export function memoOf(message: Outgoing & { letter: Letter }, sender: MemoSender): string {
  const { letter } = message;
  const content = [
    written(['MessageHeader', header(message, letter, sender)]),
    written(['MessageBody', body(message, letter, sender)]),
  ].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<memo:Message xmlns:memo="${namespace}" memoVersion="1.1" memoSchVersion="1.1.0">${content}</memo:Message>`;
}
