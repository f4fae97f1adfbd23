/** Who did what. https://hl7.org/fhir/R4/provenance.html */
import { createHash } from 'node:crypto';
import type {
  CodeableConcept,
  Device,
  Provenance,
  ProvenanceAgent,
  ProvenanceEntity,
  Reference,
} from '@medplum/fhirtypes';
import type { Actor } from '../access/grant.ts';
import { codeSystem, identifierSystem } from '../fhir/canonical.ts';
import { uuidv7 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import { labelsOf, type Withheld } from './relabel.ts';
import type { LedgerRow } from './row.ts';

/** One write to be recorded. `occurred` and `recorded` are epoch milliseconds. */
export interface Act {
  readonly target: { readonly type: string; readonly id: string; readonly version: number };
  readonly patient: string | null;
  /** Labels that keep what was written from a reader. */
  readonly withheld?: readonly Withheld[];
  readonly actor: Actor;
  /** What was done, a code of ours: `book`, `move`, `cancel`, `import`, … */
  readonly kind: string;
  readonly outcome: 'created' | 'updated' | 'deleted';
  /** The law that allows it. */
  readonly policy: string;
  readonly occurred: number;
  readonly recorded: number;
  /** The Device that put it together where no application of a person did: our own service, or Cura. */
  readonly assembler: string;
}

export const patientExtension =
  'http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient';
const roleCode = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
const participation = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

const operation = { created: 'CREATE', updated: 'UPDATE', deleted: 'DELETE' } as const;

interface Role {
  readonly system: string;
  readonly code: string;
}

const ours = (code: string): Role => ({ system: codeSystem('actor-role'), code });

/** What a relative is by the kind of mandate; with any other the holder of a power of attorney. */
const holders: Readonly<Record<string, Role>> = {
  custody: {
    system: 'http://hl7.dk/fhir/core/CodeSystem/dk-relatedperson-relationshipcodes',
    code: 'PARAUTH',
  },
  guardianship: { system: roleCode, code: 'GUARD' },
  'next-of-kin': { system: roleCode, code: 'NOK' },
};

const roles = {
  self: { system: roleCode, code: 'ONESELF' },
  relative: { system: roleCode, code: 'POWATT' },
  staff: ours('staff'),
  association: ours('association'),
  'link-holder': ours('link-holder'),
  system: ours('system'),
  cura: ours('system'),
} as const satisfies Record<Actor['capacity'], Role>;

/** In what role the actor acted: for relatives, by the kind of mandate. */
export const roleOf = ({ capacity, mandate }: Actor): Role =>
  (capacity === 'relative' && holders[mandate?.kind ?? '']) || roles[capacity];

const concept = (system: string, code: string): CodeableConcept => ({ coding: [{ system, code }] });

const author = (act: Act): ProvenanceAgent => ({
  type: concept(participation, 'author'),
  role: [{ coding: [roleOf(act.actor)] }],
  who: { reference: act.actor.who },
  ...(act.patient && { onBehalfOf: { reference: `Patient/${act.patient}` } }),
});

/** The application of a person stands in the access log by the same name; it has no Device of ours. */
const assembler = ({ actor, assembler: device }: Act): Reference<Device> =>
  actor.client
    ? { type: 'Device', identifier: { system: identifierSystem('client'), value: actor.client } }
    : { reference: device };

const entities = (act: Act): ProvenanceEntity[] => {
  const { mandate } = act.actor;
  const { type, id, version } = act.target;
  return [
    ...(mandate
      ? [
          {
            role: 'source' as const,
            what: { reference: `Consent/${mandate.consent}/_history/${mandate.consentVersion}` },
          },
        ]
      : []),
    ...(version > 1
      ? [
          {
            role: 'revision' as const,
            what: { reference: `${type}/${id}/_history/${version - 1}` },
          },
        ]
      : []),
  ];
};

const labelled = ({ withheld = [] }: Act): Pick<Provenance, 'meta'> =>
  withheld.length === 0 ? {} : { meta: { security: labelsOf(withheld) } };

/** The Provenance of one write; it is stored in the transaction of that write. */
export function provenanceOf(act: Act): Provenance & { id: string } {
  const { type, id, version } = act.target;
  const entity = entities(act);
  return {
    resourceType: 'Provenance',
    id: uuidv7(act.recorded),
    ...labelled(act),
    ...(act.patient && {
      extension: [
        { url: patientExtension, valueReference: { reference: `Patient/${act.patient}` } },
      ],
    }),
    target: [{ reference: `${type}/${id}/_history/${version}` }],
    occurredDateTime: formatUtc(act.occurred),
    recorded: formatUtc(act.recorded),
    policy: [act.policy],
    ...(act.actor.reason !== undefined && { reason: [{ text: act.actor.reason }] }),
    activity: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation',
          code: operation[act.outcome],
        },
        { system: codeSystem('activity'), code: act.kind },
      ],
    },
    agent: [author(act), { type: concept(participation, 'assembler'), who: assembler(act) }],
    ...(entity.length > 0 && { entity }),
  };
}

/** SHA-256 of a Provenance as its ledger row has it. */
export const digestOf = (provenance: Provenance): string => {
  const { meta: _, ...rest } = provenance;
  return createHash('sha256').update(JSON.stringify(rest)).digest('base64url');
};

/** The ledger's row of a write, beside its Provenance. */
export function writeRow(act: Act, provenance: Provenance & { id: string }): LedgerRow {
  const { actor, target } = act;
  const { mandate } = actor;
  return {
    ...{ id: provenance.id, kind: 'write', at: act.recorded, request: null },
    ...{ agent: actor.who, capacity: actor.capacity, patient: act.patient },
    mandate: mandate ? `Consent/${mandate.consent}/_history/${mandate.consentVersion}` : null,
    ...{ interaction: act.kind, query: null },
    targets: [`${target.type}/${target.id}/_history/${target.version}`],
    ...{ shown: 0, purpose: null, policy: act.policy, client: actor.client ?? null },
    ...{ network: null, outcome: '0', digest: digestOf(provenance) },
  };
}
