/** https://hl7.org/fhir/uv/bulkdata/STU2/export.html#bulk-data-kick-off-request */
import { createHash } from 'node:crypto';
import type { Grant } from '../access/grant.ts';
import { tokenMissing } from '../access/token-refusal.ts';
import { uuidv7 } from '../fhir/id.ts';
import { badRequest, fail, forbidden, issue, render } from '../fhir/outcome.ts';
import { openExport } from '../store/bulk.ts';
import { enqueue } from '../store/outbox.ts';
import { type BulkAsked, type BulkLevel, bulkAsked } from './bulk-asked.ts';
import { bulkParameters } from './bulk-parameter.ts';
import type { Asking, Desk } from './exchange.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';
import { inTransaction } from './write-desk.ts';

/** The queue in which exports wait. */
export const bulkQueue = 'bulk';

/** 403 for everybody but the machines of the house, whatever is asked for; 401 for who has not said who it is. */
export function assertExporter({ caller }: Grant): void {
  if (caller.kind === 'system') return;
  if (caller.kind === 'public') throw tokenMissing();
  throw forbidden('export-forbidden', {
    da: 'Du kan ikke hente data ud samlet.',
    en: 'You cannot take data out in bulk.',
  });
}

function assertAsync({ prefer }: Asking): void {
  if (prefer.async || prefer.lenient) return;
  throw badRequest('respond-async', {
    da: 'Et udtræk svarer senere: send Prefer: respond-async.',
    en: 'An export answers later: send Prefer: respond-async.',
  });
}

const tooMany = () =>
  fail(
    429,
    issue({
      code: 'throttled',
      key: 'too-many-exports',
      text: {
        da: 'Du har for mange udtræk i gang. Vent, til et er færdigt, eller afbryd et.',
        en: 'You have too many exports under way. Wait for one to end, or cancel one.',
      },
    }),
    { 'Retry-After': '30' },
  );

const began = issue({
  ...({ severity: 'information', code: 'informational' } as const),
  key: 'export-begun',
  text: {
    da: 'Udtrækket er sat i gang. Content-Location viser, hvor langt det er.',
    en: 'The export has been started. Content-Location shows how far it is.',
  },
});

/** What was asked, as the manifest repeats it: parameters of a body are left out. */
const addressOf = ({ base }: Desk, { path, query }: Asking): string => {
  const text = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return `${base}/${path.join('/')}${text === '' ? '' : `?${text}`}`;
};

function keep(desk: Desk, asking: Asking, asked: BulkAsked) {
  const { ports, grant } = desk.call;
  const { caller } = grant;
  const now = ports.now();
  const address = addressOf(desk, asking);
  const question = createHash('sha256')
    .update(JSON.stringify([address, asked]))
    .digest('hex');
  return inTransaction(desk, async (_, tx) => {
    const opened = await openExport(tx, {
      ...{ id: uuidv7(now), client: desk.holder, request: desk.request, address, question, asked },
      ...{ caller: `${caller.kind}/${'id' in caller ? caller.id : ''}`, madeAt: now },
    });
    if (opened?.isNew) {
      const { id } = opened;
      await enqueue(tx, [{ queue: bulkQueue, name: 'export', jobId: id, data: { export: id } }]);
    }
    return opened;
  });
}

/** Who may not ask learns nothing by it: that is settled first. */
const kickOff =
  (level: BulkLevel): GeneralOperation['run'] =>
  async (desk, { room, id, asking }) => {
    assertExporter(desk.call.grant);
    assertAsync(asking);
    const group = level === 'Group' && room ? idAt(room, id) : undefined;
    if (group !== undefined && room) await read(desk.call, room, group);
    const { asked, warnings } = bulkAsked(desk, asking, {
      level,
      ...(group !== undefined && { group }),
    });
    const opened = await keep(desk, asking, asked);
    if (!opened) throw tooMany();
    return {
      status: 202,
      headers: { 'Content-Location': `${desk.base}/bulk-status/${opened.id}` },
      body: JSON.stringify(render([began, ...warnings], desk.call.language)),
      looks: [],
    };
  };

const defined = 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition';

const shared = { code: 'export', affectsState: false, parameter: bulkParameters } as const;
const nowhere = { onSystem: false, onType: false, onInstance: false } as const;

/** Bulk Data: everything, what is of patients, what is of the patients in a Group. For the machines of the house alone. */
export const bulkOperations: readonly GeneralOperation[] = [
  {
    ...{ ...shared, ...nowhere, onSystem: true, definition: `${defined}/export` },
    title: { da: 'Hent alt ud', en: 'Export everything' },
    run: kickOff('system'),
  },
  {
    ...{ ...shared, ...nowhere, onType: true, types: ['Patient'] },
    definition: `${defined}/patient-export`,
    title: { da: 'Hent alle borgeres data ud', en: 'Export the data of all patients' },
    run: kickOff('Patient'),
  },
  {
    ...{ ...shared, ...nowhere, onInstance: true, types: ['Group'] },
    definition: `${defined}/group-export`,
    title: { da: 'Hent en gruppes data ud', en: 'Export the data of the patients in a Group' },
    run: kickOff('Group'),
  },
];
