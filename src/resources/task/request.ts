import type { HealthcareService, Task, TaskInput } from '@medplum/fhirtypes';
import type { Actor, Grant } from '../../access/grant.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { formatInstant } from '../../fhir/instant.ts';
import { badRequest, unprocessable } from '../../fhir/outcome.ts';
import type { Transaction } from '../../store/database.ts';
import type { Ports } from '../define.ts';
import { lawOf, policyOf } from '../healthcare-service/policy.ts';
import { assertTokenReaches } from '../mandate-to-act.ts';
import type { Stored } from '../write-plan.ts';
import { inputType, newTask, type TaskCode, withNote } from './task.ts';

const hourMs = 3_600_000;
/** In which a unit answers where its service does not say. */
const usualReplyHours = 72;
const commentLength = 2_000;

/** A time that is wished for: a free one, or any within a period. */
export type Wish =
  | { readonly slot: string }
  | { readonly period: { readonly start: string; readonly end: string } };

const inputOf = (wish: Wish): TaskInput =>
  'slot' in wish
    ? { type: inputType('wished-slot'), valueReference: { reference: `Slot/${wish.slot}` } }
    : { type: inputType('wished-period'), valuePeriod: { ...wish.period } };

export interface Request {
  readonly code: Extract<TaskCode, 'move-request' | 'booking-request'>;
  readonly patient: string;
  readonly service: HealthcareService & { id: string };
  /** `Appointment/x` to be moved, or `HealthcareService/x` to be given a time of. */
  readonly focus: string;
  readonly wishes: readonly Wish[];
  readonly comment?: string | undefined;
}

/** 403 for a token that may not make and read Tasks: the answer is one. */
export const assertTaskScope = (grant: Grant, letters: string): void =>
  assertTokenReaches(grant, 'Task', letters);

/** 400 for a comment that is longer than a unit would read. */
export function checkedComment(comment: string | undefined): string | undefined {
  if (comment === undefined || comment.length <= commentLength) return comment;
  throw badRequest(
    'parameter-value',
    {
      da: `Parameteren comment må højst have ${commentLength} tegn.`,
      en: `The parameter comment may have at most ${commentLength} characters.`,
    },
    { expression: 'comment' },
  );
}

const openSql = `
select id from task where patient = $1 and view & 1 <> 0 and p_status && '{requested,received,accepted}'
  and p_focus && array[$2]::text[] limit 1`;

/** One open wish at a time for an appointment or a service, whoever sends it. */
const noneOpen =
  (patient: string, focus: string) =>
  async (tx: Transaction): Promise<void> => {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `request ${patient} ${focus}`,
    ]);
    const { rows } = await tx.query<{ id: string }>(openSql, [patient, focus]);
    const [open] = rows;
    if (!open) return;
    throw unprocessable(
      'request-open',
      {
        da: 'Der er allerede sendt et ønske, som enheden ikke har svaret på. Træk det tilbage for at sende et nyt.',
        en: 'A request has been sent that the unit has not answered. Withdraw it to send another.',
      },
      { diagnostics: `Task/${open.id}` },
    );
  };

/** Where the unit cannot be named, nobody could answer. */
const ownerOf = ({ providedBy }: HealthcareService): string => {
  if (providedBy?.reference !== undefined) return providedBy.reference;
  throw unprocessable('no-unit', {
    da: 'Ydelsen har ingen enhed, der kan svare. Ring til kommunen.',
    en: 'The service has no unit that could answer. Please phone the municipality.',
  });
};

const drafted = (ports: Ports, request: Request, actor: Actor): Task & { id: string } => {
  const { code, patient, service, focus, wishes, comment } = request;
  const now = ports.now();
  const { replyHours = usualReplyHours } = policyOf(service, ports.municipality);
  const task = newTask({
    ...{ id: uuidv7(now), code, patient, focus, now },
    owner: ownerOf(service),
  });
  const noted =
    comment === undefined ? {} : withNote(task, { text: comment, author: actor.who, now });
  return {
    ...task,
    requester: { reference: actor.who },
    ...noted,
    restriction: {
      period: { start: formatInstant(now), end: formatInstant(now + replyHours * hourMs) },
    },
    ...(wishes.length > 0 && { input: wishes.map(inputOf) }),
  };
};

/** Sends the unit a request, which it answers with `Task/$answer`. 422 while another is open. */
export const sendRequest = (ports: Ports, request: Request, actor: Actor): Promise<Stored> =>
  ports.write(
    {
      ...({ kind: 'request', record: 'task', here: true, method: 'create' } as const),
      resource: drafted(ports, request, actor),
      patient: request.patient,
      policy: lawOf(request.service),
      guard: noneOpen(request.patient, request.focus),
    },
    actor,
  );
