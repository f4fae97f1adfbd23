/** What pages say is refused, asked for: page, method and path, what is sent, status, key. */
export interface Refusal {
  readonly page: string;
  readonly ask: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly status: number;
  readonly key: string;
}

const patient = (more: object): string =>
  JSON.stringify({ resourceType: 'Patient', id: 'x', ...more });
const bundle = (more: object): string => JSON.stringify({ resourceType: 'Bundle', ...more });

/** `ME` in a path is the citizen. */
export const refusals: readonly Refusal[] = [
  { page: 'read', ask: 'GET Patient/nobody', status: 404, key: 'not-found' },
  { page: 'read', ask: 'GET Patient/ME?x=1', status: 400, key: 'unknown-parameter' },
  { page: 'read', ask: 'GET Patient/ME?_summary=count', status: 400, key: 'unreadable-value' },
  { page: 'read', ask: 'DELETE Patient/ME', status: 405, key: 'method-not-allowed' },
  {
    page: 'history',
    ask: 'GET Patient/ME/_history?_sort=x',
    status: 400,
    key: 'unknown-parameter',
  },
  { page: 'history', ask: 'GET Patient/ME/_history?_page=x', status: 400, key: 'page' },
  { page: 'search', ask: 'GET Patient?_filter=x', status: 400, key: 'unsupported-parameter' },
  { page: 'search', ask: 'GET Appointment?patient:above=x', status: 400, key: 'unknown-modifier' },
  { page: 'search', ask: 'GET Appointment?patient.x=1', status: 400, key: 'unknown-parameter' },
  { page: 'search', ask: 'GET Appointment?status.x=1', status: 400, key: 'chain' },
  { page: 'search', ask: 'GET Appointment?_page=x', status: 400, key: 'page' },
  { page: 'search', ask: 'GET Patient?identifier=0101011234', status: 400, key: 'use-post-search' },
  { page: 'compartment', ask: 'GET Patient/ME/Location', status: 404, key: 'not-in-compartment' },
  {
    ...{ page: 'update', ask: 'PUT Patient/ME', body: patient({}) },
    ...{ status: 400, key: 'id-mismatch' },
  },
  {
    ...{ page: 'update', ask: 'PUT Patient/x', status: 422, key: 'subsetted' },
    body: patient({
      meta: {
        tag: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
            code: 'SUBSETTED',
          },
        ],
      },
    }),
  },
  {
    ...{ page: 'patch', ask: 'PATCH Patient/ME', status: 412, key: 'stale-version' },
    headers: { 'if-match': 'W/"99"', 'content-type': 'application/json-patch+json' },
    body: '[{"op":"replace","path":"/gender","value":"male"}]',
  },
  {
    ...{ page: 'patch', ask: 'PATCH Patient/ME', status: 422, key: 'patch' },
    headers: { 'content-type': 'application/json-patch+json' },
    body: '[{"op":"remove","path":"/nothing"}]',
  },
  {
    ...{ page: 'patch', ask: 'PATCH Patient/ME', status: 415, key: 'unsupported-media-type' },
    ...{ headers: { 'content-type': 'text/plain' }, body: 'x' },
  },
  {
    ...{ page: 'conditional', ask: 'POST Appointment', status: 400, key: 'criteria-missing' },
    ...{ headers: { 'if-none-exist': '' }, body: '{"resourceType":"Appointment"}' },
  },
  {
    ...{ page: 'conditional', ask: 'PATCH Appointment?_count=1', status: 400, key: 'no-criterion' },
    ...{ headers: { 'content-type': 'application/json-patch+json' }, body: '[]' },
  },
  {
    ...{ page: 'batch', ask: 'POST ', status: 400, key: 'bundle-type' },
    body: bundle({ type: 'collection' }),
  },
  {
    ...{ page: 'transaction', ask: 'POST ', status: 400, key: 'entry-method' },
    body: bundle({ type: 'transaction', entry: [{ request: { method: 'BREW', url: 'Patient' } }] }),
  },
  {
    ...{ page: 'formats', ask: 'GET Patient/ME', status: 406, key: 'not-acceptable' },
    headers: { accept: 'text/turtle' },
  },
  { page: 'formats', ask: 'POST Patient/$validate', body: '{', status: 400, key: 'malformed-json' },
  {
    ...{ page: 'caching', ask: 'PATCH Patient/ME', status: 400, key: 'bad-etag' },
    headers: { 'if-match': '3', 'content-type': 'application/json-patch+json' },
    body: '[{"op":"replace","path":"/gender","value":"male"}]',
  },
  { page: 'errors', ask: 'GET Unicorn', status: 404, key: 'unknown-type' },
  { page: 'errors', ask: 'GET Patient/$none', status: 404, key: 'unknown-operation' },
  { page: 'errors', ask: 'GET ', status: 405, key: 'method-not-allowed' },
];
