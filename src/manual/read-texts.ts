import { badParameter, deleted, httpSpec, known, noSuch, notHere, type Texts } from './texts.ts';

const unlessKnown = [
  ['If-None-Match', 'ETags that the caller has, or `*`: 304 when the answer is still that'],
  [
    'If-Modified-Since',
    'a date of HTTP: 304 when nothing is newer; not looked at beside If-None-Match',
  ],
] as const;

const shaping = [
  ['_summary', '`true` `text` `data` `false`', 'the part of the resource that is sent'],
  ['_elements', 'names of elements, with commas', 'these, and what must be there'],
] as const;

/** Interactions that change nothing, by the name of their page. */
export const readTexts = {
  read: {
    title: { da: 'Læs en ressource', en: 'Read a resource' },
    about: 'The current version of one resource, as the caller may see it.',
    spec: httpSpec('read'),
    says: [
      'The answer is the stored bytes of the view that the caller has: staff, citizen, or relative. What a view hides is not there, and is not marked.',
    ],
    headers: unlessKnown,
    parameters: shaping,
    examples: [
      {
        shows: 'The citizen herself',
        ...{ as: 'citizen', method: 'GET', address: '/Patient/$ME', status: 200 },
      },
      {
        shows: 'A part of an appointment, as XML',
        as: 'citizen',
        method: 'GET',
        address: '/Appointment/$ONE?_elements=start,end,status&_format=xml',
        status: 200,
      },
    ],
    answers: [
      [200, 'the resource, with `ETag` and `Last-Modified`'],
      ...[known, badParameter, noSuch, deleted, notHere],
    ],
    not: [['`_summary=count`', 'one resource has nothing to count']],
  },
  vread: {
    title: { da: 'Læs en version', en: 'Read a version' },
    about: 'One version of a resource, also an old one.',
    spec: httpSpec('vread'),
    says: [
      'Versions are numbered from 1. Who may not see the resource now sees no old version of it; each is shown in the view that the caller has.',
    ],
    headers: unlessKnown,
    parameters: shaping,
    examples: [
      {
        shows: 'The first version',
        ...{ as: 'citizen', method: 'GET', address: '/Patient/$ME/_history/1', status: 200 },
      },
    ],
    answers: [
      [200, 'the version, with its `ETag` and `Last-Modified`'],
      ...[known, badParameter, noSuch],
      [410, 'the version says that the resource was deleted', 'gone'],
    ],
  },
  history: {
    title: { da: 'Historik', en: 'History' },
    about:
      'The versions of one resource, of a type, or of everything that the caller may see, newest first.',
    spec: httpSpec('history'),
    says: [
      'Each entry says in `request` and `response` what made the version. A deletion is an entry without a resource. Pages go by `next` and `previous` as in a search, and stay as they are while others write.',
    ],
    headers: unlessKnown,
    parameters: [
      ['_since', 'date or instant', 'versions made then or later'],
      ['_at', 'date or instant', 'versions that stood at some moment of that time'],
      ['_count', '0 to 1000', 'most entries of a page, 50 unless given; 0 gives the total alone'],
      ...shaping,
    ],
    examples: [
      {
        shows: 'What happened to an appointment',
        ...{ as: 'citizen', method: 'GET', address: '/Appointment/$ONE/_history', status: 200 },
      },
      {
        shows: 'Everything that changed this year, ten at a time',
        ...{ as: 'citizen', method: 'GET', address: '/_history?_since=2026&_count=10' },
        status: 200,
      },
    ],
    answers: [
      [200, 'a Bundle of type `history`'],
      ...[known, badParameter],
      [400, 'a link to a page that has ended, was changed, or is of another caller', 'page'],
      noSuch,
    ],
    not: [
      ['`_list`', 'there are no lists of resources here'],
      ['`_sort`', 'newest first is the only order'],
    ],
  },
  compartment: {
    title: { da: 'Søg under én borger', en: 'Search in a compartment' },
    about: 'What lies in the compartment of one resource, such as the appointments of a citizen.',
    spec: 'https://hl7.org/fhir/R4/compartmentdefinition.html',
    says: [
      'All parameters of a [search](search) may follow. `*` stands for every type of the compartment. The search is by GET, or by POST to `_search`.',
    ],
    headers: unlessKnown,
    examples: [
      {
        shows: 'The booked appointments of a citizen, as they come',
        as: 'citizen',
        method: 'GET',
        address: '/Patient/$ME/Appointment?status=booked&_sort=date',
        status: 200,
      },
      {
        shows: 'Everything in the compartment, page by page',
        ...{ as: 'citizen', method: 'GET', address: '/Patient/$ME/*?_count=20', status: 200 },
      },
    ],
    answers: [
      [
        200,
        'a Bundle of type `searchset`, with an `ETag` of the compartment where it holds nothing else',
      ],
      known,
      [
        404,
        'the type does not lie in the compartment; the answer lists those that do',
        'not-in-compartment',
      ],
      noSuch,
    ],
  },
} as const satisfies Readonly<Record<string, Texts>>;
