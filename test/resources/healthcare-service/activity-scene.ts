import type { Bundle, HealthcareService, OperationOutcome } from '@medplum/fhirtypes';
import { aktivitetMapping } from '../../../mappings/aktivitet.ts';
import { personas } from '../../../src/sandbox/people/personas.ts';
import type { TestHouse } from '../../house.ts';

const ours = 'https://samspil.example/fhir';
export const structure = (name: string): string => `${ours}/StructureDefinition/${name}`;
export const system = (name: string): string => `${ours}/CodeSystem/${name}`;

export type Ask = (path: string, init?: RequestInit) => Promise<Response>;
export const send = (
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/fhir+json', ...headers },
});

export const wanted = {
  resourceType: 'HealthcareService',
  category: [{ coding: [{ system: system('activity-kind'), code: 'nature' }] }],
  name: 'Fugletur',
  comment: 'Vi ser på fugle.',
  contained: [
    {
      ...{ resourceType: 'Location', id: 'place', name: 'Tårnet' },
      address: { line: ['Mosevej 1'], postalCode: '9977', city: 'Vig' },
      position: { longitude: 10.5, latitude: 56.5 },
    },
  ],
  location: [{ reference: '#place' }],
  communication: [{ coding: [{ system: 'urn:ietf:bcp:47', code: 'fi' }] }],
  extension: [
    { url: structure('sign-up'), extension: [{ url: 'manner', valueCode: 'none' }] },
    { url: structure('effective'), valuePeriod: { start: '2026-11-01' } },
    {
      url: structure('activity-session'),
      extension: [
        { url: 'date', valueDate: '2026-12-05' },
        { url: 'from', valueTime: '09:00:00' },
        { url: 'to', valueTime: '11:00:00' },
      ],
    },
  ],
} as const;

export const open =
  (house: TestHouse): Ask =>
  (path, init) =>
    fetch(`${house.base}/${path}`, init);

export async function namesOf(ask: Ask, query: string): Promise<string[]> {
  const answer = await ask(`HealthcareService?service-category=activity&_count=100&${query}`);
  const bundle = (await answer.json()) as Bundle<HealthcareService>;
  return (bundle.entry ?? []).flatMap(({ resource }) => resource?.name ?? []).sort();
}

export async function keysOf(answer: Response): Promise<string[]> {
  const { issue } = (await answer.json()) as OperationOutcome;
  return issue.flatMap(({ details }) => details?.coding?.[0]?.code ?? []);
}

export const stateOf = ({ extension = [] }: HealthcareService): string | undefined =>
  extension.find(({ url }) => url === structure('approval'))?.extension?.[0]?.valueCode;

export async function curaId(house: TestHouse, id: string): Promise<string> {
  const { rows } = await house.ports.db.query<{ cura_id: string }>(
    `select cura_id from cura_record where record = $1 and id = $2`,
    [aktivitetMapping.record, id],
  );
  return `${rows[0]?.cura_id}`;
}

/** A persona whose function approves. */
export function approverIn(house: TestHouse): string {
  const found = Object.entries(personas(1)).find(
    ([, { medarbejderId }]) =>
      medarbejderId !== undefined &&
      house.cura.read('medarbejder', medarbejderId)?.funktion === 'forebyggelse',
  );
  return found?.[0] ?? 'caseofficer';
}
