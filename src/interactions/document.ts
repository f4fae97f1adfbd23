/** https://hl7.org/fhir/R4/composition-operation-document.html */
import type { Bundle } from '@medplum/fhirtypes';
import { uuidv7 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import { parseStored } from '../fhir/json.ts';
import { badRequest, unprocessable } from '../fhir/outcome.ts';
import type { Room } from '../resources/define.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { type Part, partsOf } from './document-parts.ts';
import type { Desk, Look, Told } from './exchange.ts';
import { looksAt } from './look.ts';
import { inputOf } from './operation.ts';
import { givenIn, truthIn } from './operation-input.ts';
import { createOwn } from './own.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';
import { tellRow } from './tell.ts';

const parameter: readonly OperationParameter[] = [
  {
    ...{ name: 'persist', use: 'in', min: 0, max: '1', type: 'boolean' },
    documentation: {
      da: 'Om dokumentet skal gemmes som Bundle (kun ved POST).',
      en: 'Whether the document is to be stored as a Bundle (POST only).',
    },
  },
  {
    ...{ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle' },
    documentation: {
      da: 'Dokumentet: sammensætningen først, så alt, den fører til.',
      en: 'The document: the Composition first, then everything that it leads to.',
    },
  },
];

const notByGet = () =>
  badRequest(
    'parameter-value',
    { da: 'persist=true kræver POST.', en: 'persist=true takes POST.' },
    { expression: 'persist' },
  );

const noPlace = () =>
  unprocessable('persist', {
    da: 'Dokumenter kan ikke gemmes her: der er ikke noget rum til Bundle.',
    en: 'Documents cannot be stored here: there is no room for Bundle.',
  });

/** The room that keeps Bundles of ours. */
function keeping({ rooms }: Desk): Room {
  const room = rooms.find(({ type, own }) => type === 'Bundle' && own);
  if (!room) throw noPlace();
  return room;
}

/** The document as bytes: nothing that is stored is written anew. */
function documentOf({ base, call }: Desk, parts: readonly Part[]): string {
  const now = call.ports.now();
  const head = {
    ...{ resourceType: 'Bundle', type: 'document', timestamp: formatUtc(now) },
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuidv7(now)}` },
  };
  const entries = parts.map(
    ({ type, id, content }) =>
      `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},"resource":${content}}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},"entry":[${entries.join(',')}]}`;
}

async function persisted(desk: Desk, document: string, looks: readonly Look[]): Promise<Told> {
  const room = keeping(desk);
  const { row } = await createOwn(desk, room, parseStored<Bundle>(document));
  const location = `${desk.base}/${room.type}/${row.id}/_history/${row.version}`;
  return { ...tellRow(row, looks), location };
}

const run: GeneralOperation['run'] = async (desk, { room, id, asking, operation }) => {
  if (!room) throw new TypeError('$document is asked of a Composition');
  const persist = truthIn(givenIn(operation, inputOf(desk, room, asking, operation)), 'persist');
  if (persist && asking.method === 'GET') throw notByGet();
  if (persist) keeping(desk);
  const row = await read(desk.call, room, idAt(room, id));
  const parts = await partsOf(desk, { ...row, type: room.type });
  const document = documentOf(desk, parts);
  const looks = looksAt(parts);
  return persist ? persisted(desk, document, looks) : { status: 200, body: document, looks };
};

/** A Composition with all that belongs to it, as a document. */
export const documentOperation: GeneralOperation = {
  code: 'document',
  title: { da: 'Et helt dokument', en: 'A whole document' },
  definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document',
  types: ['Composition'],
  ...{ onSystem: false, onType: false, onInstance: true, affectsState: false },
  parameter,
  run,
};
