import { type Answer, httpSpec, json, type Texts } from './texts.ts';

const bundleAnswers: readonly Answer[] = [
  [
    400,
    'no Bundle that can be carried out; every entry at fault is named',
    'bundle-type',
    'entry-request',
    'entry-method',
    'entry-url',
    'nested-bundle',
  ],
  [413, 'more than 1,000 entries, or too large a body', 'too-many-entries', 'too-large'],
];

const entryHeaders = [
  ['Prefer', '`return=…` for all entries; `handling=lenient` for searches among them'],
] as const;

const oneEach =
  '{"resourceType":"Bundle","type":"%","entry":[{"request":{"method":"GET","url":"Patient/$ME"}},{"request":{"method":"GET","url":"Appointment?patient=$ME&_count=1"}}]}';

/** Bundles of requests, by the name of their page. */
export const bundleTexts = {
  batch: {
    title: { da: 'Flere ting på én gang, hver for sig', en: 'Batch' },
    about: 'Several requests in one, each answered on its own.',
    spec: httpSpec('transaction'),
    says: [
      'Everything that can be asked by HTTP may stand in an entry: reads, searches, writes, operations. A failed entry says so in its place and stops no other. JSON Patch and forms come in a Binary, with their media type.',
    ],
    headers: entryHeaders,
    examples: [
      {
        shows: 'Two reads at once',
        ...{ as: 'citizen', method: 'POST', address: '', headers: json },
        body: oneEach.replace('%', 'batch'),
        status: 200,
      },
    ],
    answers: [
      [200, 'a Bundle of type `batch-response`, in the order of the entries'],
      ...bundleAnswers,
    ],
    not: [['A batch in a batch', 'an entry asks for one thing']],
  },
  transaction: {
    title: { da: 'Flere ting på én gang, alt eller intet', en: 'Transaction' },
    about: 'Several requests in one: all are done, or none.',
    spec: httpSpec('transaction'),
    says: [
      'Done in the order of the specification: delete, create, update and patch, then reads and searches. References to a `fullUrl` of the Bundle, and conditional ones, become those of what was made. Nobody sees half of it.',
      'Where Cura keeps the record, no transaction can span it and us: a transaction takes one such write and nothing else that writes. A batch takes any number.',
    ],
    headers: entryHeaders,
    examples: [
      {
        shows: 'Two reads of one moment',
        ...{ as: 'citizen', method: 'POST', address: '', headers: json },
        body: oneEach.replace('%', 'transaction'),
        status: 200,
      },
      {
        shows: 'What is to be made together',
        ...{ as: 'staff', method: 'POST', address: '', headers: json, status: 200 },
        with: 'Basic',
        body: '{"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:0b1f6a52-7c2e-4d3b-9b63-0d3d1d3f1c01","resource":{"resourceType":"Basic","code":{"text":"demo"}},"request":{"method":"POST","url":"Basic"}}]}',
      },
    ],
    answers: [
      [200, 'a Bundle of type `transaction-response`'],
      ...bundleAnswers,
      [
        400,
        'two entries would change one resource, or one `fullUrl` stands twice',
        'entry-twice',
        'full-url-twice',
        'unresolved-reference',
      ],
      [422, 'more than one write where one goes to Cura', 'one-cura-write'],
    ],
  },
} as const satisfies Readonly<Record<string, Texts>>;
