/** Addresses beside FHIR's interactions and operations: discovery, exports, open data, proofs, and how the process is. */

/** Behind the base of FHIR, or behind the address of the server itself. */
type Under = 'base' | 'origin';

/** One of them. */
export interface Beside {
  readonly under: Under;
  readonly path: string;
  readonly method?: 'get' | 'post' | 'delete';
  readonly summary: string;
  /** Statuses with what they mean. */
  readonly answers: Readonly<Record<string, string>>;
  /** Media type of what is answered; none when nothing is. */
  readonly type?: string;
  /** Parameters in the address, and whether they must be there. */
  readonly query?: Readonly<Record<string, boolean>>;
  /** For whoever asks, without a token. */
  readonly isOpen: boolean;
  /** A type, or an operation with its `$`: it is there where that is. */
  readonly needs?: string;
}

const base = { under: 'base', isOpen: true } as const;
const exported = { under: 'base', isOpen: false, needs: '$export' } as const;
const origin = { under: 'origin', isOpen: true } as const;
const json = 'application/json';
const lines = 'application/fhir+ndjson';
/** A page for people. */
export const page = 'text/html';

/** Every address that is there beside those of the registry. */
export const besides: readonly Beside[] = [
  {
    ...{ ...base, path: '/.well-known/smart-configuration', type: json },
    ...{ summary: 'Where apps log in, and what they may ask for', answers: { 200: 'SMART' } },
  },
  {
    ...{ ...base, path: '/$bulk-publish', type: json },
    summary: 'Free times that are open to all: which files there are',
    answers: { 200: 'The manifest', 304: 'The caller has it already' },
  },
  ...['locations', 'schedules', 'slots'].map(
    (name): Beside => ({
      ...{ ...base, path: `/bulk-publish/${name}.ndjson`, type: lines },
      summary: `One of these files: ${name}`,
      answers: { 200: 'A resource a line', 304: 'The caller has it already' },
    }),
  ),
  {
    ...{ ...exported, path: '/bulk-status/{id}', type: json },
    summary: 'How far an export is',
    answers: { 200: 'It is done: its files', 202: 'It goes on: X-Progress, Retry-After' },
  },
  {
    ...{ ...exported, path: '/bulk-status/{id}', method: 'delete' },
    ...{ summary: 'Ends an export and deletes its files', answers: { 202: 'It is ended' } },
  },
  {
    ...{ ...exported, path: '/bulk-file/{id}/{file}', type: lines },
    ...{ summary: 'A file of an export', answers: { 200: 'A resource a line' } },
  },
  {
    ...{ ...origin, path: '/.well-known/smart-configuration', type: json },
    ...{ summary: 'The same as behind the base', answers: { 200: 'SMART' } },
  },
  {
    ...{ ...origin, needs: '$activities', path: '/activities.json', type: 'application/ld+json' },
    summary: 'What goes on near home, for search portals, in words of schema.org',
    answers: { 200: 'A feed', 304: 'The caller has it already' },
  },
  {
    ...{ ...origin, needs: '$activities', path: '/activities.ndjson', type: lines },
    summary: 'The same as resources',
    answers: { 200: 'A resource a line', 304: 'The caller has it already' },
  },
  {
    ...{ ...origin, needs: '$calendar-feed', path: '/calendar/{code}.ics', type: 'text/calendar' },
    summary: 'Times alone, for a calendar that cannot log in: $calendar-feed gives the address',
    answers: { 200: 'A calendar', 304: 'The caller has it already' },
  },
  {
    ...{
      under: 'origin',
      isOpen: false,
      needs: 'Subscription',
      path: '/live/{id}',
      type: 'text/event-stream',
    },
    query: { token: false },
    ...{ summary: 'Server-sent events of a Subscription', answers: { 200: 'A stream' } },
  },
  {
    ...{ ...origin, needs: 'Subscription', path: '/live' },
    summary: 'The websocket of subscriptions: bind-with-token is the first word',
    answers: { 101: 'The line is open' },
  },
  {
    ...{ ...origin, path: '/ledger/checkpoint', type: json },
    ...{ summary: 'The newest signed head of the ledger', answers: { 200: 'A checkpoint' } },
  },
  {
    ...{ ...origin, path: '/ledger/keys', type: json },
    ...{ summary: 'The key that it is signed by', answers: { 200: 'A JWK set' } },
  },
  {
    ...{ ...origin, path: '/ledger/consistency', type: json },
    query: { first: true, second: true },
    summary: 'That a tree of one size goes on from that of another (RFC 9162)',
    answers: { 200: 'A proof' },
  },
  {
    ...{ ...origin, path: '/health', type: json },
    ...{ summary: 'The process lives', answers: { 200: 'It does' } },
  },
  {
    ...{ ...origin, path: '/ready', type: json },
    summary: 'It can answer',
    answers: { 200: 'It can', 503: 'Not yet, or the database is away' },
  },
  {
    ...{ ...origin, path: '/openapi.json', type: json },
    ...{ summary: 'This document', answers: { 200: 'OpenAPI', 304: 'The caller has it already' } },
  },
  {
    ...{ ...origin, path: '/a/{code}', type: page },
    summary: 'The page that the link of a reminder opens',
    answers: { 200: 'A page', 303: 'To the self-service of the municipality' },
  },
  {
    ...{ ...origin, path: '/a/{code}', method: 'post', type: page },
    summary: 'What is done there: the appointment is cancelled',
    answers: { 200: 'A page' },
  },
  {
    ...{ ...origin, needs: '$join-video', path: '/video/{id}', type: page },
    ...{ summary: 'The page that a meeting by video is entered by', query: { login: false } },
    answers: { 303: 'To the login' },
  },
  {
    ...{ ...origin, needs: '$join-video', path: '/video/callback', type: page },
    ...{ summary: 'Where the login of a meeting comes back to', answers: { 303: 'Into it' } },
  },
  ...['sms', 'nemsms', 'digital-post'].map(
    (channel): Beside => ({
      ...{ ...origin, path: `/${channel}/receipts`, method: 'post' },
      summary: `Where ${channel} tells of delivery, signed: X-Sms-Time, X-Sms-Signature`,
      answers: { 204: 'It is noted', 403: 'It is not signed as it must be' },
    }),
  ),
];
