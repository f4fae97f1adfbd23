import { activityTexts } from './activity-texts.ts';
import { bookingTexts } from './booking-texts.ts';
import { calendarTexts } from './calendar-texts.ts';
import { holdTexts } from './hold-texts.ts';
import { measurementTexts } from './measurement-texts.ts';
import { messageTexts } from './message-texts.ts';
import { requestTexts } from './request-texts.ts';
import { subscriptionTexts } from './subscription-texts.ts';
import { type Answer, badInput, deleted, json, noSuch, type OperationTexts } from './texts.ts';
import { transformTexts } from './transform-texts.ts';

const unknownSet: Answer = [
  404,
  'the value set, code system or map is not known',
  'unknown-value-set',
  'unknown-code-system',
  'unknown-concept-map',
];
const citizen = { as: 'citizen', status: 200 } as const;

/** Operations, by their code. */
export const operationTexts: Readonly<Record<string, OperationTexts>> = {
  ...activityTexts,
  ...bookingTexts,
  ...holdTexts,
  ...calendarTexts,
  ...measurementTexts,
  ...messageTexts,
  ...requestTexts,
  ...subscriptionTexts,
  ...transformTexts,
  validate: {
    about: 'Checks a resource as a write would, and writes nothing.',
    says: [
      'Body: the resource, or Parameters with `resource`, `mode` and `profile`; these two may also stand in the address. Everything that is wrong is told, each with its `expression`.',
    ],
    examples: [
      {
        shows: 'A Patient with two faults',
        ...{ ...citizen, method: 'POST', address: '/Patient/$validate', headers: json },
        body: '{"resourceType":"Patient","gender":"wrong","birthDate":"2026-13-01"}',
      },
    ],
    answers: [
      [200, 'an OperationOutcome, also when much is wrong'],
      [400, 'it cannot be read at all', 'malformed-json'],
      badInput,
    ],
  },
  everything: {
    about: 'All of a citizen in one answer: also the export of one’s own data.',
    says: [
      'What lies in the compartment and the caller may see, in the view of the caller, and what it refers to; each resource once.',
    ],
    examples: [
      {
        shows: 'Everything about me',
        ...{ ...citizen, method: 'GET', address: '/Patient/$ME/$everything' },
      },
    ],
    answers: [
      [200, 'a Bundle, in pages where `_count` asks or it is large; `ETag` of the compartment'],
      [304, 'the caller has it already'],
      badInput,
      noSuch,
      deleted,
    ],
  },
  lastn: {
    about: 'The last observations of each code.',
    says: ['Newest first in each code, by the time that the observation is of.'],
    answers: [[200, 'a searchset; empty when there are none'], badInput],
  },
  document: {
    about: 'A composition with everything that it refers to, as one document.',
    says: [
      'The Composition comes first. What the caller may not see is left out as if it were not there.',
    ],
    answers: [[200, 'a Bundle of type `document`'], badInput, noSuch, deleted],
  },
  'inclusion-proof': {
    about:
      'Proof that a Provenance or AuditEvent is what was written then, for whoever does not trust us.',
    says: [
      'For whoever may read the resource. Hash the nonce and the row, compare with `commitment`; hash the byte 0 and the commitment, and go up the `path` to the root that `checkpoint` signs. `npm run verify` does so with the answer in a file. That the tree itself was not made anew is shown by the checkpoints that the witness holds.',
    ],
    answers: [
      [200, 'Parameters with the proof; without `row` and `nonce` once the content was purged'],
      badInput,
      noSuch,
      [409, 'the row is seconds old; `Retry-After` says when to ask again', 'not-sealed-yet'],
    ],
  },
  expand: {
    about: 'The codes of a value set.',
    says: ['Of ours, of R4’s, and of a value set that is sent.'],
    examples: [
      {
        shows: 'The states of an appointment',
        ...{ ...citizen, method: 'GET' },
        address: '/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/appointmentstatus',
      },
    ],
    answers: [
      [200, 'the ValueSet with its `expansion`'],
      badInput,
      unknownSet,
      [422, 'it cannot be listed here', 'code-system-not-listed', 'too-costly'],
    ],
    not: [
      [
        'Systems that are not published with R4, such as all of SNOMED CT',
        'their codes are not here',
      ],
    ],
  },
  'validate-code': {
    about: 'Whether a code is in a value set or a code system.',
    says: ['The answer says no with the reason; it is not a refusal.'],
    examples: [
      {
        shows: 'Is `booked` a state of an appointment?',
        ...{ ...citizen, method: 'GET' },
        address:
          '/ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/appointmentstatus&system=http://hl7.org/fhir/appointmentstatus&code=booked',
      },
    ],
    answers: [[200, 'Parameters with `result`'], badInput, unknownSet],
  },
  lookup: {
    about: 'What a code means.',
    says: ['Display, definition, designations and properties, as far as the code system has them.'],
    examples: [
      {
        shows: 'What does `booked` mean?',
        ...{ ...citizen, method: 'GET' },
        address: '/CodeSystem/$lookup?system=http://hl7.org/fhir/appointmentstatus&code=booked',
      },
    ],
    answers: [
      [200, 'Parameters with what is known'],
      badInput,
      [404, 'there is no such code or system', 'unknown-code', 'unknown-code-system'],
    ],
  },
  translate: {
    about: 'A code of one system as one of another, by our concept maps.',
    says: [
      'Also Cura’s codes as those of FHIR: the maps are made of the tables that the mapping uses.',
    ],
    answers: [[200, 'Parameters with `result` and each `match`'], badInput, unknownSet],
  },
  export: {
    about: 'Everything in bulk, as NDJSON, for machines of the municipality.',
    says: [
      'Bulk Data Access 2.0, for the role `system` alone. The request needs `Prefer: respond-async`; the answer names in `Content-Location` where to ask how far it is. When it is done, that address lists the files; they take the same token, and end after 24 hours. The content is that of one moment.',
    ],
    examples: [
      {
        shows: 'Begin an export of all citizens',
        ...{ as: 'system', method: 'GET', address: '/Patient/$export', status: 202 },
        headers: { Accept: 'application/fhir+json', Prefer: 'respond-async' },
      },
    ],
    answers: [
      [202, 'it has begun; `Content-Location` says where to ask'],
      badInput,
      [403, 'the caller is no machine of the municipality'],
      [429, 'too many exports at once: try again after `Retry-After`'],
    ],
  },
};
