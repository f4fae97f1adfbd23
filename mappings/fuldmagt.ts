import type {
  CodeableConcept,
  Coding,
  Consent,
  ConsentProvision,
  ConsentProvisionActor,
} from '@medplum/fhirtypes';
import type { Fuldmagt } from '../src/cura/person-records.ts';
import { codes, concept } from '../src/mapping/code-table.ts';
import { instant } from '../src/mapping/codec.ts';
import { identifier, reference } from '../src/mapping/element.ts';
import { inside } from '../src/mapping/make-rows.ts';
import { between } from '../src/mapping/mapping.ts';
import { only, slice } from '../src/mapping/structure.ts';
import {
  mandateAuthority,
  mandateKind,
  mandateLaw,
  mandateMatter,
  mandateRight,
  mandateRole,
  mandateStatus,
} from './codes/mandate.ts';
import { system } from './codes/system.ts';
import { validity } from './element/period.ts';
import { carried } from './element/unmapped.ts';

const { row, list, part, derivedPart, derived, fixed, mapping } = between<Fuldmagt, Consent>(
  'fuldmagt',
  'Consent',
);
type Terms = Pick<
  Fuldmagt,
  'art' | 'gyldigFra' | 'gyldigTil' | 'omfatter' | 'paaroerendeId' | 'rettigheder'
>;
const provision = inside<Terms, ConsentProvision>();
const actor = inside<Pick<Fuldmagt, 'art' | 'paaroerendeId'>, ConsentProvisionActor>();

const systemOf = (item: CodeableConcept) => item.coding?.[0]?.system;
const codeOf = (item: CodeableConcept) => `${item.coding?.[0]?.code}`;

const holder = actor.shape('actor', [
  actor.derived('role', ({ art }) => ({ coding: [{ ...mandateRole[art] }] })),
  actor.row('paaroerendeId', 'reference', reference('paaroerende', 'RelatedPerson')),
]);

/** What the holder may do, in which matters and when. Grants decide on `period`, never on `status` alone. */
const permit = provision.shape('provision', [
  provision.fixed('type', 'permit'),
  provision.row(['gyldigFra', 'gyldigTil?'], 'period', validity),
  provision.row(['paaroerendeId', '(art)'], 'actor', only(holder)),
  provision.list('action', [
    provision.parts(
      'rettigheder',
      slice(concept(mandateRight), '', () => true),
      codeOf,
    ),
  ]),
  provision.list('code', [
    provision.parts(
      'omfatter',
      slice(concept(mandateMatter), '', () => true),
      codeOf,
    ),
  ]),
]);

/** What every Consent of ours is about: access to information. */
export const infa: Coding = { system: system.actCode, code: 'INFA' };

/** The giver, or who decided for the citizen. */
export function performer(kind: Fuldmagt['art'], patient: string) {
  const authority = mandateAuthority[kind];
  return authority === undefined ? { reference: patient } : { display: authority };
}

/** A mandate recorded by staff: who may see or act for a citizen, how long and by which law. */
export const fuldmagtMapping = mapping(
  [
    list('identifier', [part('reference', identifier(system.mandateReference))]),
    row('status', 'status', codes(mandateStatus)),
    fixed('scope', { coding: [{ system: system.consentScope, code: 'patient-privacy' }] }),
    list('category', [
      derivedPart(
        `.where(coding.code='INFA')`,
        (item: CodeableConcept) => systemOf(item) === system.actCode,
        () => ({ coding: [{ ...infa }] }),
      ),
      part(
        'art',
        slice(
          concept(mandateKind),
          `.where(coding.system='${system.mandateKind}')`,
          (item) => systemOf(item) === system.mandateKind,
        ),
      ),
    ]),
    row('borgerId', 'patient', reference('borger', 'Patient')),
    row('oprettet', 'dateTime', instant),
    derived('performer', ({ art, borgerId }, context) => [
      performer(art, `Patient/${context.fhirId('borger', borgerId)}`),
    ]),
    derived('policy', ({ art }) => [{ uri: mandateLaw[art] }]),
    row(
      ['gyldigFra', 'gyldigTil?', 'paaroerendeId', 'rettigheder', 'omfatter', '(art)'],
      'provision',
      permit,
    ),
  ],
  carried,
);
