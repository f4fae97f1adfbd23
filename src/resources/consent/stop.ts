/** A stop: what the citizen, or staff, lay on a relative. It is looked up at each use, and beats every mandate of that relative. */
import { isDeepStrictEqual } from 'node:util';
import type { Coding, Consent, Period } from '@medplum/fhirtypes';
import { mandateLaw, mandateRole, stopKind } from '../../../mappings/codes/mandate.ts';
import { system } from '../../../mappings/codes/system.ts';
import { infa } from '../../../mappings/fuldmagt.ts';
import type { Actor } from '../../access/grant.ts';
import { dateRange, formatUtc } from '../../fhir/instant.ts';
import { type FhirError, fail, type Issue, issue, type Text } from '../../fhir/outcome.ts';
import { idIn } from '../define.ts';

/** System of the names of resource types, by which a stop is laid on some of them. */
export const resourceTypes = 'http://hl7.org/fhir/resource-types';

const wrong = (key: string, expression: string, text: Text): Issue =>
  issue({ code: 'business-rule', key, expression: `Consent.${expression}`, text });

const notTaken = (name: string): Issue =>
  wrong('stop-element', name, {
    da: `Consent.${name} hører ikke til et stop.`,
    en: `Consent.${name} is no part of a stop.`,
  });

/** What may stand in a stop, by the element it stands in. What is not named here is ours to say, or has no parts. */
const parts: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['resourceType', 'id', 'meta', 'status', 'scope', 'category', 'patient', 'dateTime'],
    ...['performer', 'policy', 'provision'],
  ],
  patient: ['reference'],
  provision: ['type', 'period', 'actor', 'class'],
  'provision.period': ['start', 'end'],
  'provision.actor': ['role', 'reference'],
  'provision.actor.role': ['coding'],
  'provision.actor.reference': ['reference'],
  'provision.class': ['system', 'code'],
};

const besides = (given: unknown, place = ''): Issue[] => {
  const known = parts[place];
  if (!known || typeof given !== 'object' || given === null) return [];
  if (Array.isArray(given)) return given.flatMap((one) => besides(one, place));
  return Object.entries(given).flatMap(([key, value]) => {
    const path = place === '' ? key : `${place}.${key}`;
    return known.includes(key) ? besides(value, path) : [notTaken(path)];
  });
};

/** The role of the relative, one of ours: what is given beside its code must be as we write it. */
const roleIn = ({ provision }: Consent): Coding | undefined => {
  const [given, ...others] = provision?.actor?.[0]?.role.coding ?? [];
  if (given?.code === undefined || others.length > 0) return undefined;
  return Object.values(mandateRole).find((role) =>
    isDeepStrictEqual({ ...role, ...given }, { ...role }),
  );
};

/** The RelatedPerson that a stop is laid on, where it names exactly one. */
export const stoppedIn = ({ provision }: Consent): string | undefined => {
  const [one, ...others] = provision?.actor ?? [];
  return others.length === 0 ? idIn(one?.reference.reference, 'RelatedPerson') : undefined;
};

export const isStop = ({ provision }: Consent): boolean => provision?.type === 'deny';

const isType =
  (types: readonly string[]) =>
  ({ system: from, code = '' }: Coding) =>
    from === resourceTypes && types.includes(code);

/** What is held against a stop beside its parts. */
interface Asked {
  readonly given: Consent;
  /** Of the classes those that are served here. */
  readonly types: readonly string[];
  readonly now: number;
}

interface StopRule {
  readonly key: string;
  readonly at: string;
  readonly text: Text;
  readonly holds: (asked: Asked) => boolean;
}

const rules: readonly StopRule[] = [
  {
    key: 'stop-status',
    at: 'status',
    text: {
      da: 'Et stop lægges med status active.',
      en: 'A stop is laid with status active.',
    },
    holds: ({ given }) => given.status === 'active',
  },
  {
    key: 'stop-relative',
    at: 'provision.actor',
    text: {
      da: 'Et stop lægges på netop én pårørende (RelatedPerson) til borgeren.',
      en: 'A stop is laid on exactly one relative (RelatedPerson) of the citizen.',
    },
    holds: ({ given }) => stoppedIn(given) !== undefined,
  },
  {
    key: 'stop-role',
    at: 'provision.actor.role',
    text: {
      da: 'Den pårørendes rolle er én af koderne POWATT, GUARD, NOK (v3-RoleCode) og PARAUTH (dk-core).',
      en: 'The role of the relative is one of the codes POWATT, GUARD, NOK (v3-RoleCode) and PARAUTH (dk-core).',
    },
    holds: ({ given }) => stoppedIn(given) === undefined || roleIn(given) !== undefined,
  },
  {
    key: 'stop-period',
    at: 'provision.period',
    text: {
      da: 'Perioden er forbi, så stoppet ville ikke standse noget.',
      en: 'The period is over, so that the stop would stop nothing.',
    },
    holds: ({ given: { provision }, now }) =>
      provision?.period?.end === undefined || dateRange(provision.period.end).to > now,
  },
  {
    key: 'stop-class',
    at: 'provision.class',
    text: {
      da: `Et stop kan lægges på ressourcetyper herfra (${resourceTypes}).`,
      en: `A stop can be laid on resource types served here (${resourceTypes}).`,
    },
    holds: ({ given, types }) => (given.provision?.class ?? []).every(isType(types)),
  },
];

/** Everything that keeps a Consent from being a stop that can be laid. */
export const faultsIn = (asked: Asked): Issue[] => [
  ...besides(asked.given),
  ...rules.filter(({ holds }) => !holds(asked)).map(({ key, at, text }) => wrong(key, at, text)),
];

const periodFrom = ({ start, end }: Period, now: number): Period => ({
  start: start ?? formatUtc(now),
  ...(end !== undefined && { end }),
});

/** A stop as it is stored: made of the ids, codes and times that were given; who lays it, when and by which law is ours to say. */
export function stopOf(
  given: Consent,
  { id, actor, now }: { readonly id: string; readonly actor: Actor; readonly now: number },
): Consent & { id: string } {
  const { provision = {} } = given;
  const kinds = provision.class?.map(({ code = '' }) => ({ system: resourceTypes, code }));
  const relative = { reference: `RelatedPerson/${stoppedIn(given)}` };
  return {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: { coding: [{ system: system.consentScope, code: 'patient-privacy' }] },
    category: [{ coding: [{ ...infa }] }, { coding: [{ ...stopKind }] }],
    patient: { reference: `Patient/${idIn(given.patient?.reference, 'Patient')}` },
    dateTime: formatUtc(now),
    performer: [{ reference: actor.who }],
    policy: [{ uri: mandateLaw.fuldmagt }],
    provision: {
      type: 'deny',
      period: periodFrom(provision.period ?? {}, now),
      actor: [{ role: { coding: [{ ...roleIn(given) }] }, reference: relative }],
      ...(kinds && { class: kinds }),
    },
  };
}

/** Where mandates are made and revoked. */
export const elsewhere = (): FhirError =>
  fail(
    422,
    wrong('mandate-elsewhere', 'provision.type', {
      da: 'En fuldmagt gives og tilbagekaldes på https://www.borger.dk/fuldmagt; andre mandater registrerer kommunen. Her kan kun lægges et stop (provision.type deny) på en pårørende, og et stop kan ophæves.',
      en: 'A power of attorney is given and revoked at https://www.borger.dk/fuldmagt; the municipality records other mandates. Here a stop (provision.type deny) can be laid on a relative, and be lifted.',
    }),
  );
