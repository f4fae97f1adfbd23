import type { HealthcareService } from '@medplum/fhirtypes';
import type { Actor } from '../../access/grant.ts';
import { forbidden, notFound, preconditionFailed, unprocessable } from '../../fhir/outcome.ts';
import { arrayLiteral } from '../../store/index-row.ts';
import { textInput } from '../appointment/input.ts';
import { missing, type OperationCall, parameter } from '../appointment/operation-parameter.ts';
import type { Call, Operation } from '../define.ts';
import { findOne } from '../find-resource.ts';
import type { Stored } from '../write-plan.ts';
import { type ApprovalState, approvalOf, approvedAs, isActivity } from './activity.ts';
import { defaultLaw } from './policy.ts';

/** Functions of staff that approve, where the municipality does not say. */
const usualFunctions = ['preventive-consultant'];

const longestReason = 1_000;

/** Staff whose function lets them approve; 403 for everybody else. */
async function approver({ ports, grant }: Call): Promise<Actor> {
  const { caller, practitioner } = grant;
  const { approvedBy = usualFunctions } = ports.municipality.activities ?? {};
  const { rowCount } = await ports.db.query(
    `select from practitioner_role r where r.view & 1 <> 0 and r.p_practitioner && $1::text[] and r.p_role && $2::text[]
       and not coalesce(r.p_active && '{false}', false)`,
    [arrayLiteral([`Practitioner/${practitioner ?? ''}`]), arrayLiteral(approvedBy)],
    { name: 'may-approve' },
  );
  if (caller.kind !== 'staff' || practitioner === undefined || rowCount === 0)
    throw forbidden('activity-approver', {
      da: 'Kun medarbejdere, hvis funktion giver ret til det, kan godkende og afvise aktiviteter.',
      en: 'Only staff whose function gives the right can approve and reject activities.',
    });
  const { name, client } = caller;
  return { capacity: 'staff', who: `Practitioner/${practitioner}`, name, client };
}

const answered = () =>
  unprocessable(
    'activity-answered',
    {
      da: 'Aktiviteten er allerede besvaret sådan, eller trukket tilbage.',
      en: 'The activity has that answer already, or is withdrawn.',
    },
    { expression: 'HealthcareService.extension' },
  );

/** The version that was looked at: an association may have written another meanwhile. */
const version = parameter(
  'version',
  'positiveInt',
  'Den version (meta.versionId), der er set på.',
  'The version (meta.versionId) that was looked at.',
);

/** Nobody approves what nobody has read; to reject what is newer does no harm. */
function assertLookedAt({ input }: OperationCall, stored: Stored, status: ApprovalState): void {
  const asked = textInput(input, version.name);
  if (asked === undefined && status === 'approved') throw missing(version.name);
  if (asked !== undefined && asked !== `${stored.version}`)
    throw preconditionFailed(stored.version);
}

interface Answer {
  readonly status: ApprovalState;
  readonly kind: string;
  readonly reason?: string;
}

async function becomes(call: OperationCall, { status, kind, reason }: Answer): Promise<Stored> {
  const { ports, id = '' } = call;
  const actor = await approver(call);
  const room = ports.room('HealthcareService');
  const stored = await findOne<HealthcareService>(ports.db, room, id);
  if (!stored || !isActivity(stored.resource)) throw notFound('HealthcareService', id);
  assertLookedAt(call, stored, status);
  const stands = approvalOf(stored.resource);
  if (stands === status || stands === 'withdrawn') throw answered();
  return ports.write(
    {
      ...({ kind, record: 'aktivitet', method: 'replace', patient: null } as const),
      ...{ basedOn: stored.version, policy: defaultLaw },
      resource: approvedAs(stored.resource, status, reason),
    },
    actor,
  );
}

/** Staff let an activity be seen by all. */
export const approve: Operation = {
  code: 'approve',
  feature: 'activities',
  title: { da: 'Godkend en aktivitet', en: 'Approve an activity' },
  ...{ onType: false, onInstance: true, affectsState: true },
  parameter: [{ ...version, min: 1 }],
  run: async (call) => ({
    status: 200,
    stored: await becomes(call, { status: 'approved', kind: 'approve' }),
  }),
};

function reasonIn({ input }: OperationCall): string {
  const reason = textInput(input, 'reason')?.trim();
  if (reason === undefined || reason === '') throw missing('reason');
  if (reason.length <= longestReason) return reason;
  throw unprocessable(
    'value-too-long',
    {
      da: `Begrundelsen er på højst ${longestReason} tegn.`,
      en: `The reason has at most ${longestReason} characters.`,
    },
    { expression: 'reason' },
  );
}

/** Staff keep an activity back, or take it away again, and say why. */
export const reject: Operation = {
  code: 'reject',
  feature: 'activities',
  title: { da: 'Afvis en aktivitet', en: 'Reject an activity' },
  ...{ onType: false, onInstance: true, affectsState: true },
  parameter: [
    parameter('reason', 'string', 'Hvorfor; foreningen ser det.', 'Why; the association sees it.', {
      min: 1,
    }),
    version,
  ],
  run: async (call) => {
    const reason = reasonIn(call);
    const answer = { status: 'rejected', kind: 'reject', reason } as const;
    return { status: 200, stored: await becomes(call, answer) };
  },
};
