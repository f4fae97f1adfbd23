import { httpSpec, type Texts } from './texts.ts';

/** What holds at every address, by the name of its page. */
export const topicTexts = {
  head: {
    title: { da: 'HEAD: svaret uden indhold', en: 'HEAD: an answer without its body' },
    about: 'Every address that answers GET answers HEAD with the same status and headers.',
    spec: httpSpec('head'),
    says: ['A HEAD is looked at, allowed and recorded like the GET that it stands for.'],
    examples: [
      {
        shows: 'Whether the record is there, and which version',
        ...{ as: 'citizen', method: 'HEAD', address: '/Patient/$ME', status: 200 },
      },
    ],
    answers: [[200, 'what GET would answer, without a body']],
  },
  formats: {
    title: { da: 'Formater og ønsker', en: 'Formats and Prefer' },
    about: 'JSON and XML, in and out, and what a caller may wish of an answer.',
    spec: httpSpec('mime-type'),
    says: [
      'JSON is `application/fhir+json` or `application/json`; XML is `application/fhir+xml`, `application/xml` or `text/xml`. Answers follow `_format`, else `Accept` with its `q`, else are JSON. `fhirVersion=4.0` may stand there; another version is 406.',
      'Decimals keep their digits in both formats. XML with a DTD or entities is refused. Texts are UTF-8; what is not is refused.',
    ],
    headers: [
      ['Accept', 'format of the answer'],
      ['Content-Type', 'format of the body'],
      ['Accept-Language', '`en`: issues in English; Danish unless asked'],
      [
        'Prefer: return=',
        '`minimal`: headers alone; `representation`: the resource; `OperationOutcome`: a word',
      ],
      [
        'Prefer: handling=',
        '`strict` (unless given): what cannot be used is 400; `lenient`: it is left out and the answer says so',
      ],
      ['Prefer: respond-async', 'for the export in bulk alone'],
    ],
    parameters: [
      [
        '_format',
        '`json` `xml` or a media type',
        'wins over `Accept`, for clients that cannot set it',
      ],
      ['_pretty', '`true` `false`', 'with line breaks'],
    ],
    examples: [
      {
        shows: 'XML, as IHE Scheduling asks for',
        as: 'citizen',
        ...{ method: 'GET', address: '/Patient/$ME?_pretty=true', status: 200 },
        headers: { Accept: 'application/fhir+xml' },
      },
    ],
    answers: [
      [406, 'no format of ours is asked for', 'not-acceptable'],
      [415, 'the body is of another format', 'unsupported-media-type'],
      [400, 'JSON or XML that is none', 'malformed-json', 'malformed-xml'],
    ],
    not: [
      ['RDF (Turtle)', 'no client of ours asks for it'],
      ['`respond-async` elsewhere', 'every other answer is there at once'],
    ],
  },
  caching: {
    title: { da: 'Uændret siden sidst', en: 'Caching and versions' },
    about: 'ETags: 304 for what the caller has, 412 for a write to what has changed.',
    spec: httpSpec('concurrency'),
    says: [
      'A resource has the ETag of its version, `W/"3"`. A search under one citizen has one too, made of the version of the whole compartment: it stays the same until something of that citizen changes or the rights of the caller do.',
      'Answers are `Cache-Control: private, no-cache`: they may be kept and must be asked about. A revoked right works at once, also on what was kept.',
    ],
    headers: [
      ['If-None-Match', 'GET: 304 when it is still that; PUT with `*`: only where nothing stands'],
      ['If-Modified-Since', 'GET: 304 when nothing is newer'],
      ['If-Match', 'writes: 412 unless that version stands'],
    ],
    answers: [
      [304, 'still the same'],
      [412, 'it has changed, or is there already', 'stale-version', 'already-there'],
      [400, 'the header is no ETag', 'bad-etag'],
    ],
    not: [
      ['ETags on searches over many citizens', 'there is no one version that such an answer has'],
    ],
  },
  'bulk-status': {
    title: {
      da: 'Udtræk i bulk: status og filer',
      en: 'Bulk export: how far it is, and its files',
    },
    about: 'Where the export in bulk tells how far it is, gives its files, and is cancelled.',
    spec: 'https://hl7.org/fhir/uv/bulkdata/export.html',
    says: [
      '`GET [base]/bulk-status/[id]` asks how far it is, `DELETE` of the same cancels it, and `GET [base]/bulk-file/[id]/[file]` gives a file, one resource a line.',
      'The address is in `Content-Location` of the answer to [$export](operation-export), and is for the client that began it.',
    ],
    answers: [
      [
        202,
        'under way: `X-Progress` says how far, `Retry-After` when to ask again; a DELETE was taken',
      ],
      [200, 'done: the list of files'],
      [404, 'there is none, it has ended, or it is of another client', 'not-found'],
    ],
  },
} as const satisfies Readonly<Record<string, Texts>>;
