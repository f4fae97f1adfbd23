/** A stop: what the citizen, or staff, lay on a relative. It is looked up at each use, and beats every mandate of that relative. */
import type { Coding, Consent, ConsentProvision } from '@medplum/fhirtypes';
import { mandateLaw, stopKind } from '../../../mappings/codes/mandate.ts';
import { system } from '../../../mappings/codes/system.ts';
import { infa } from '../../../mappings/fuldmagt.ts';
import type { Actor } from '../../access/grant.ts';
import { formatUtc } from '../../fhir/instant.ts';
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

const onStop = [
  ...['resourceType', 'id', 'meta', 'text', 'language', 'status', 'scope', 'category', 'patient'],
  ...['dateTime', 'performer', 'policy', 'provision'],
];
const onProvision = ['type', 'period', 'actor', 'class'];

const besides = (given: object, known: readonly string[], prefix = ''): Issue[] =>
  Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => notTaken(`${prefix}${key}`));

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

/** Everything that keeps a Consent from being a stop that can be laid; `types` are those that are served here. */
export function faultsIn(given: Consent, types: readonly string[]): Issue[] {
  const provision: ConsentProvision = given.provision ?? {};
  const faults = [...besides(given, onStop), ...besides(provision, onProvision, 'provision.')];
  if (given.status !== 'active')
    faults.push(
      wrong('stop-status', 'status', {
        da: 'Et stop lægges med status active.',
        en: 'A stop is laid with status active.',
      }),
    );
  if (stoppedIn(given) === undefined)
    faults.push(
      wrong('stop-relative', 'provision.actor', {
        da: 'Et stop lægges på netop én pårørende (RelatedPerson) til borgeren.',
        en: 'A stop is laid on exactly one relative (RelatedPerson) of the citizen.',
      }),
    );
  if (!(provision.class ?? []).every(isType(types)))
    faults.push(
      wrong('stop-class', 'provision.class', {
        da: `Et stop kan lægges på ressourcetyper herfra (${resourceTypes}).`,
        en: `A stop can be laid on resource types served here (${resourceTypes}).`,
      }),
    );
  return faults;
}

/** A stop as it is stored: who lays it, when and by which law is ours to say. */
export function stopOf(
  given: Consent,
  { id, actor, now }: { readonly id: string; readonly actor: Actor; readonly now: number },
): Consent & { id: string } {
  const { patient, provision = {} } = given;
  return {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: { coding: [{ system: system.consentScope, code: 'patient-privacy' }] },
    category: [{ coding: [{ ...infa }] }, { coding: [{ ...stopKind }] }],
    ...(patient && { patient: { reference: `${patient.reference}` } }),
    dateTime: formatUtc(now),
    performer: [{ reference: actor.who }],
    policy: [{ uri: mandateLaw.fuldmagt }],
    provision: {
      type: 'deny',
      period: { start: formatUtc(now), ...provision.period },
      ...(provision.actor && { actor: provision.actor }),
      ...(provision.class && { class: provision.class }),
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
