import { curaTypes } from './records.ts';
import type { JsonSchema } from './schema/schema.ts';
import { draftSchema, writableTypes } from './schemas.ts';

type Method = 'get' | 'post' | 'put';

/** One operation of the contract. `parameters` are names in the document's components; an answer is prose or a schema. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly parameters?: readonly string[];
  readonly body?: JsonSchema;
  readonly answers: Readonly<Record<number, string | JsonSchema>>;
}

/** A schema in the document's components. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const refusals = {
  409: 'Refused: in conflict with another record (overlap, eksternReference). Body: Afvisning',
  422: 'Refused: a rule of Cura, or the key was used for another write. Body: Afvisning',
} as const;
const stale =
  'Stale: the record no longer has the version of If-Match. Body: Afvisning with version';

const outcome: JsonSchema = {
  type: 'object',
  description: 'The answer that the write got; `status` 202 while Cura is still at it.',
  properties: {
    type: { enum: curaTypes },
    status: { type: 'integer' },
    svar: { type: 'object' },
  },
  required: ['type', 'status'],
};

function recordOperations(type: string): Operation[] {
  const record = ref(type);
  return [
    {
      method: 'get',
      path: `/v1/${type}/{id}`,
      summary: `Reads one ${type}.`,
      parameters: ['id'],
      answers: { 200: record, 404: 'No such record' },
    },
    {
      method: 'get',
      path: `/v1/${type}`,
      summary: `Lists ${type} in id order, or finds the one with an eksternReference.`,
      parameters: ['max', 'efter', 'eksternReference'],
      answers: { 200: ref(`${type}-side`) },
    },
  ];
}

function writeOperations(type: (typeof writableTypes)[number]): Operation[] {
  const put: Operation = {
    method: 'put',
    path: `/v1/${type}/{id}`,
    summary: `Replaces one ${type}. Fields that are not sent are gone.`,
    parameters: ['id', 'ifMatch', 'key'],
    body: ref(type),
    answers: { 200: ref(type), 404: 'No such record', 412: stale, ...refusals },
  };
  if (type === 'borger') return [{ ...put, summary: 'Replaces contact and reminder wishes.' }];
  const post: Operation = {
    method: 'post',
    path: `/v1/${type}`,
    summary: `Creates one ${type}.`,
    parameters: ['key'],
    body: draftSchema(type),
    answers: { 201: ref(type), ...refusals },
  };
  return [put, post];
}

const feedOperation: Operation = {
  method: 'get',
  path: '/v1/aendringer',
  summary:
    'The change feed, at least once and not strictly in order. `max=0` asks for `seneste` only.',
  parameters: ['efterNummer', 'max'],
  answers: { 200: ref('aendringer'), 410: 'The cursor is older than the feed reaches' },
};

const otherOperations: readonly Operation[] = [
  feedOperation,
  {
    method: 'get',
    path: '/v1/noegler/{noegle}',
    summary: 'What became of the write with this Idempotency-Key.',
    parameters: ['noegle'],
    answers: { 200: outcome, 404: 'Never seen' },
  },
  {
    method: 'post',
    path: '/oauth/token',
    summary: 'OAuth 2.0 client credentials, form encoded, client_secret_basic.',
    answers: {
      200: {
        type: 'object',
        properties: { access_token: { type: 'string' }, expires_in: { type: 'integer' } },
        required: ['access_token', 'expires_in'],
      },
      401: 'Unknown client or wrong secret',
    },
  },
];

/** All operations that Samspil asks of Cura. */
export function curaOperations(): Operation[] {
  return [
    ...curaTypes.flatMap(recordOperations),
    ...writableTypes.flatMap(writeOperations),
    ...otherOperations,
  ];
}
