import { type Answer, deleted, httpSpec, json, noSuch, notHere, type Texts } from './texts.ts';

const preferring = [
  'Prefer',
  '`return=minimal`, `representation` (unless given) or `OperationOutcome`',
] as const;
const matching = [
  'If-Match',
  'the ETag of the version that the change is made to: 412 when another stands',
] as const;

const booking =
  '{"resourceType":"Appointment","status":"booked","start":"$START","end":"$END","slot":[{"reference":"$SLOT"}],"participant":[{"actor":{"reference":"Patient/$ME"},"status":"accepted"}]}';

const unreadable: Answer = [
  400,
  'what was sent cannot be read',
  ...['malformed-json', 'malformed-xml', 'body-missing', 'resource-type'],
];
const invalid: Answer = [
  422,
  'a rule of R4, of the profile or of the service is broken: every issue, each with its `expression`',
  ...['structure', 'missing', 'invariant', 'not-in-value-set', 'unmappable'],
];
const stale: Answer = [412, 'another version stands', 'stale-version', 'already-there'];
const unwanted: Answer = [
  403,
  'the caller may see it and not write it',
  'no-right-to-write',
  'mandate-to-act',
];
const unknownOutcome: Answer = [
  503,
  'Cura does not answer, or its answer is not known yet: try again after `Retry-After`, nothing is done twice',
  ...['cura-unavailable', 'outcome-unknown'],
];
const writing = [unreadable, unwanted, invalid, unknownOutcome, notHere] as const;

/** Interactions that change something, by the name of their page. */
export const writeTexts = {
  create: {
    title: { da: 'Opret en ressource', en: 'Create a resource' },
    about: 'A new resource, under an id that the server gives.',
    spec: httpSpec('create'),
    says: [
      'The resource is checked against R4 and the profile of its type. Where Cura keeps the record, Cura has it before the answer leaves. Every write leaves a Provenance in the same transaction.',
    ],
    headers: [preferring, ['If-None-Exist', 'criteria of a [conditional](conditional) create']],
    examples: [
      {
        shows: 'Books a free time by creating the Appointment',
        ...{ as: 'citizen', method: 'POST', address: '/Appointment', headers: json, status: 201 },
        body: booking,
      },
    ],
    answers: [[201, 'the resource as it stands, with `Location` and `ETag`'], ...writing],
    not: [
      [
        'An id of the client',
        'a create gives its own; an update may make one where `updateCreate` is stated',
      ],
    ],
  },
  update: {
    title: { da: 'Ret en ressource', en: 'Update a resource' },
    about: 'Puts a whole resource in the place of the one that stands.',
    spec: httpSpec('update'),
    says: [
      'What the view of the caller hides is kept. An update that changes nothing makes no new version. Where the CapabilityStatement states `updateCreate`, a PUT under a free id makes the resource.',
    ],
    headers: [matching, ['If-None-Match', '`*`: only where nothing stands'], preferring],
    examples: [
      {
        shows: 'What was read is sent back: no new version',
        ...{ as: 'citizen', method: 'PUT', address: '/Appointment/$ONE', headers: json },
        ...{ body: '$WHOLE', status: 200 },
      },
    ],
    answers: [
      [200, 'what stands now'],
      [201, 'it was made under the id that was given'],
      [400, 'the id of the resource is not that of the address', 'id-mismatch'],
      ...writing,
      [422, 'only a part was sent, as `_summary` and `_elements` give it', 'subsetted'],
      ...[noSuch, stale],
    ],
  },
  patch: {
    title: { da: 'Ret en del af en ressource', en: 'Patch a resource' },
    about: 'Changes parts of a resource, by JSON Patch or FHIRPath Patch.',
    spec: httpSpec('patch'),
    says: [
      'JSON Patch is sent as `application/json-patch+json`, FHIRPath Patch as Parameters. The patch is made to what the caller sees and must give a valid resource; all of it is done or nothing.',
    ],
    headers: [matching, preferring],
    examples: [
      {
        shows: 'A booking, and its cancellation by JSON Patch',
        ...{ as: 'citizen', method: 'PATCH', address: '/Appointment/$BOOKED', status: 200 },
        headers: { 'Content-Type': 'application/json-patch+json' },
        body: '[{"op":"replace","path":"/status","value":"cancelled"}]',
      },
      {
        shows: 'The same by FHIRPath Patch',
        ...{ as: 'citizen', method: 'PATCH', address: '/Appointment/$BOOKED', headers: json },
        body: '{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Appointment.status"},{"name":"value","valueCode":"cancelled"}]}]}',
        status: 200,
      },
    ],
    answers: [
      [200, 'what stands now'],
      [422, 'the patch cannot be applied to what stands', 'patch'],
      ...[...writing, noSuch, deleted, stale],
      [415, 'neither form of patch', 'unsupported-media-type'],
    ],
    not: [['XML Patch', 'FHIRPath Patch as XML does the same by the same types']],
  },
  delete: {
    title: { da: 'Slet en ressource', en: 'Delete a resource' },
    about: 'Ends a resource; its history stays.',
    spec: httpSpec('delete'),
    says: [
      'A deleted resource is 410 from then on, and may come back by an update. To delete what is deleted is no fault.',
    ],
    headers: [matching, ['Prefer', '`return=OperationOutcome`: a word instead of an empty answer']],
    answers: [
      [204, 'it is gone'],
      [200, 'the same, with an OperationOutcome'],
      noSuch,
      stale,
      unwanted,
      notHere,
    ],
    examples: [
      {
        shows: 'A Patient that is not wanted',
        ...{ as: 'staff', method: 'DELETE', address: '/Patient/demo', status: 204 },
      },
    ],
  },
  conditional: {
    title: { da: 'Betingede ændringer', en: 'Conditional writes' },
    about: 'Create, update, patch and delete by a search instead of an id.',
    spec: httpSpec('ccreate'),
    says: [
      'The criteria are those of a [search](search) and mean what the caller may see. Create: `If-None-Exist: <criteria>`; when one resource fulfils them, that is answered in place of another. Update, patch and delete: `[type]?<criteria>`.',
      'Equal criteria wait for each other: of any number of equal conditional creates one makes the resource.',
      'A reference such as `Patient?identifier=system|value` in a resource that is sent becomes the one that it means.',
    ],
    headers: [['If-None-Exist', 'the criteria of a create, without `?`'], matching, preferring],
    answers: [
      [200, 'what there was, or what stands now'],
      [201, 'nothing fulfilled the criteria of a create or update, so it was made'],
      [204, 'deleted, or nothing was to be deleted'],
      [400, 'no criterion, or one that only shapes an answer', 'criteria-missing', 'no-criterion'],
      [404, 'nothing to be patched', 'not-found'],
      [412, 'several resources fulfil the criteria', 'several-match'],
      [503, 'somebody else is doing the same: try again after `Retry-After`', 'condition-busy'],
    ],
    examples: [
      {
        shows: 'Books the time, unless the citizen has it already',
        ...{ as: 'citizen', method: 'POST', address: '/Appointment', status: 201 },
        headers: { ...json, 'If-None-Exist': 'slot=$SLOT&patient=$ME' },
        body: booking,
      },
      {
        shows: 'Makes the organisation unless it is there',
        as: 'staff',
        method: 'PUT',
        address:
          '/Organization?identifier=urn:ietf:rfc:3986%7Curn:uuid:6a4f1b1e-53c5-4b59-9d5e-0d0c2f1f5a11',
        headers: json,
        body: '{"resourceType":"Organization","identifier":[{"system":"urn:ietf:rfc:3986","value":"urn:uuid:6a4f1b1e-53c5-4b59-9d5e-0d0c2f1f5a11"}],"name":"Demo"}',
        status: 201,
      },
    ],
    not: [
      ['To delete several at once', 'a mistyped criterion would take all of them: 412 instead'],
    ],
  },
} as const satisfies Readonly<Record<string, Texts>>;
