import type { CodeableConcept, Communication } from '@medplum/fhirtypes';
import type { Besked } from '../src/cura/dialogue-records.ts';
import { structure } from '../src/fhir/canonical.ts';
import { codes } from '../src/mapping/code-table.ts';
import { type Codec, instant, text } from '../src/mapping/codec.ts';
import { extension, member, reference } from '../src/mapping/element.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import { messageCategory, messageStatus } from './codes/message.ts';
import { actingParty } from './element/acting-party.ts';
import { attachment, words } from './element/attachment.ts';
import { clientIdentifier } from './element/client-identifier.ts';
import { correspondents, messageUnit } from './element/correspondent.ts';
import { carried, eksternReference, internNote } from './element/unmapped.ts';

const { row, list, part, parts, derivedPart, fixed, group, mapping } = between<
  Besked,
  Communication
>('besked', 'Communication');

const statuses = codes(messageStatus);

/** What is on its way to Cura is sent there. */
const status: Codec<Besked['status'], Communication['status']> = {
  ...statuses,
  encode: (value, context, base) =>
    statuses.encode(value === 'in-progress' ? 'completed' : value, context, base),
};

/** A message of a thread: the first is the thread, the others name it. */
export const beskedMapping = mapping(
  [
    list('extension', [
      part(['udfoertAf?', '(borgerId)'], actingParty),
      derivedPart(messageUnit.at, messageUnit.claims, messageUnit.make),
      part('svarSenest?', extension(structure('reply-due'), 'valueDateTime', instant)),
    ]),
    list('identifier', [
      part(
        'klientReference?',
        slice(clientIdentifier, '', () => true),
      ),
    ]),
    row('traadId?', 'partOf', only(reference('besked', 'Communication'))),
    row('svarPaaId?', 'inResponseTo', only(reference('besked', 'Communication'))),
    row('status', 'status', status),
    fixed('category', [messageCategory]),
    row('borgerId', 'subject', reference('borger', 'Patient')),
    row('emne', 'topic', member<string, CodeableConcept, 'text'>('text', text, {})),
    row('aftaleId?', 'about', only(reference('aftale', 'Appointment'))),
    row('sendt', 'sent', instant),
    row('laest?', 'received', instant),
    group(
      ['retning', 'enhedId', 'ydelsestypeId?', 'medarbejderId?', 'paaroerendeId?', '(borgerId)'],
      ['recipient', 'sender'],
      correspondents,
    ),
    list('payload', [
      part('tekst', words),
      parts('vedhaeftninger?', attachment, (item) => `${item.contentAttachment?.url}`),
    ]),
  ],
  {
    ...carried,
    eksternReference,
    internNote,
  },
  {
    externalId: 'eksternReference',
    ours: {
      statusReason: { da: 'hvorfor Cura aldrig tog imod den', en: 'why Cura never took it' },
      note: {
        da: 'kommunen siger, hvad beskeder ikke er til',
        en: 'the municipality says what messages are not for',
      },
    },
    ourExtensions: {
      [structure('unread-by')]: {
        da: 'hvem der ikke har læst den endnu, vides her',
        en: 'who has not read it yet is known here',
      },
      [structure('awaiting-reply')]: {
        da: 'følger af de senere beskeder i tråden',
        en: 'follows from the later messages of the thread',
      },
      [structure('shared-with-relatives')]: {
        da: 'et valg, som borgeren træffer her',
        en: 'a choice that the citizen makes here',
      },
    },
  },
);
