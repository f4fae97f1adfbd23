import { badInput, json, type OperationTexts } from './texts.ts';

const record = JSON.stringify({
  resourceType: 'Parameters',
  parameter: [
    { name: 'record-type', valueCode: 'lokation' },
    {
      name: 'record',
      valueString: JSON.stringify({
        ...{ id: 'L-1', version: 1, aendret: '2026-11-02T08:00:00+01:00' },
        ...{ navn: 'Rum 12', art: 'lokale', enhedId: 'E-1' },
      }),
    },
  ],
});

/** Showing both sides of the mapping. */
export const transformTexts = {
  transform: {
    about: 'A record of Cura as FHIR, or a resource as a record, with how each value came to be.',
    says: [
      'For whoever adjusts a mapping, or asks why a value is as it is. It goes by the very mappings that the service goes by, keeps nothing of what is sent, and writes none of it to a log. For staff, machines of the municipality and auditors; against the sandbox for everybody who has logged in.',
      'Send `record` with `record-type`, or `resource`, and with it `base` where it is an edit of a record that stands. Of a record every resource that it becomes is told. What the mapping does with each field, without any record, stands on the pages of [coverage](coverage).',
      '`round-trip` is the law of the mapping, proven on what was sent: a record comes back as it was, field by field, what nobody knows included; a resource comes back with all that it said. What comes back may say more, and each difference is told. `view` says what a citizen and a relative would see of it in this municipality, and why not all.',
      'Ids of people are not looked up: whoever tries numbers learns nothing. Of a record they are made up; of a resource they are the service’s already, and what they refer to gets a stand-in unless `base` names it, which only staff and machines, who see such numbers anyhow, have compared. Each stands in `stand-in`.',
    ],
    examples: [
      {
        shows: 'A place of Cura as a Location',
        ...{ as: 'staff', method: 'POST', address: '/$transform', headers: json, status: 200 },
        body: record,
      },
    ],
    answers: [
      [200, 'Parameters with a `result` for each resource'],
      badInput,
      [
        400,
        'it is not JSON, both sides or neither are sent, or nothing maps the type',
        ...['malformed-json', 'transform-sides', 'unknown-record-type', 'not-mapped'],
      ],
      [403, 'the caller is a citizen, a relative or an association', 'transform-forbidden'],
      [413, 'a record is over 40,000 bytes, or a resource over 200,000', 'too-large'],
      [413, 'a record has over 1,500 values, or a resource over 5,000', 'too-many-elements'],
      [
        422,
        'the record breaks the contract, the resource breaks R4, or a value does not fit the other side: all of it, each with its `expression`',
        ...['record-fault', 'unmappable'],
      ],
    ],
    not: [
      [
        'What Samspil adds to a resource when it is stored',
        'it is made of other records, not of this one',
      ],
    ],
  },
} as const satisfies Readonly<Record<string, OperationTexts>>;
