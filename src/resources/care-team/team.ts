/** What a team is, worked out of the meetings of one citizen. Pure. */
import type { CareTeam, PractitionerRole } from '@medplum/fhirtypes';
import { uuidv5 } from '../../fhir/id.ts';
import { formatInstant, parseInstant } from '../../fhir/instant.ts';

/** How long after the last appointment somebody belongs to the team. */
export const latelyMs = 90 * 86_400_000;

/** The appointments with one person: the start of the first, the end of the last. Epoch milliseconds. */
export interface Meeting {
  readonly practitioner: string;
  readonly from: number;
  readonly to: number;
}

type Kept = CareTeam & { id: string };

/** A citizen's team has the same id whoever is in it. */
export const teamId = (patient: string): string => uuidv5(patient, 'care-team');

const periodOf = (from: number, to: number) => ({
  start: formatInstant(from),
  end: formatInstant(to),
});

/** The team of a citizen; undefined when there is nobody. `roles` by the id of the person. */
export function teamOf(
  patient: string,
  meetings: readonly Meeting[],
  roles: ReadonlyMap<string, PractitionerRole>,
): Kept | undefined {
  if (meetings.length === 0) return undefined;
  const from = Math.min(...meetings.map((one) => one.from));
  const to = Math.max(...meetings.map((one) => one.to));
  const sorted = meetings.toSorted((a, b) => (a.practitioner < b.practitioner ? -1 : 1));
  return {
    resourceType: 'CareTeam',
    id: teamId(patient),
    status: 'active',
    name: 'Dem, du har aftaler med',
    subject: { reference: `Patient/${patient}` },
    period: periodOf(from, to),
    participant: sorted.map((one) => {
      const { code, organization } = roles.get(one.practitioner) ?? {};
      return {
        ...(code && { role: code }),
        member: { reference: `Practitioner/${one.practitioner}` },
        ...(organization?.reference !== undefined && {
          onBehalfOf: { reference: organization.reference },
        }),
        period: periodOf(one.from, one.to),
      };
    }),
  };
}

/** When nobody of the team has been met for so long that it is none. Epoch milliseconds. */
export const overAt = ({ period }: CareTeam): number | undefined =>
  period?.end === undefined ? undefined : parseInstant(period.end) + latelyMs;
