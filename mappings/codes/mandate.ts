import type { Coding, Consent } from '@medplum/fhirtypes';
import type { Fuldmagt } from '../../src/cura/person-records.ts';
import { ours } from '../../src/fhir/canonical.ts';
import { system } from './system.ts';

type Kind = Fuldmagt['art'];

const kind = (code: string, display: string): Coding => ({
  system: system.mandateKind,
  code,
  display,
});

export const mandateKind = {
  fuldmagt: kind('power-of-attorney', 'Fuldmagt'),
  fremtidsfuldmagt: kind('future-power-of-attorney', 'Fremtidsfuldmagt'),
  vaergemaal: kind('guardianship', 'Værgemål'),
  foraeldremyndighed: kind('custody', 'Forældremyndighed'),
  naermeste: kind('next-of-kin', 'Nærmeste pårørende'),
} as const satisfies Record<Kind, Coding>;

/** What citizen or staff lay on a relative. Cura knows none. */
export const stopKind = kind('stop', 'Stop');

/** What the holder is to the citizen. */
export const mandateRole = {
  fuldmagt: { system: system.role, code: 'POWATT', display: 'Fuldmagtshaver' },
  fremtidsfuldmagt: { system: system.role, code: 'POWATT', display: 'Fuldmagtshaver' },
  vaergemaal: { system: system.role, code: 'GUARD', display: 'Værge' },
  foraeldremyndighed: {
    system: system.danishRelation,
    code: 'PARAUTH',
    display: 'Forældremyndighedsindehaver',
  },
  naermeste: { system: system.role, code: 'NOK', display: 'Nærmeste pårørende' },
} as const satisfies Record<Kind, Coding>;

const policy = (law: string) => `${ours}/policy/dk/${law}`;

/** The law that lets the holder act. */
export const mandateLaw = {
  fuldmagt: policy('forvaltningsloven'),
  fremtidsfuldmagt: policy('fremtidsfuldmagtsloven'),
  vaergemaal: policy('vaergemaalsloven'),
  foraeldremyndighed: policy('foraeldreansvarsloven'),
  naermeste: 'http://ehealth.sundhed.dk/policy/dk/sundhedsloven',
} as const satisfies Record<Kind, string>;

/** Who decided, where it is not the citizen. */
export const mandateAuthority = {
  fuldmagt: undefined,
  fremtidsfuldmagt: undefined,
  vaergemaal: 'Familieretshuset',
  foraeldremyndighed: 'Familieretshuset',
  naermeste: 'Kommunen',
} as const satisfies Record<Kind, string | undefined>;

export const mandateRight = {
  se: { system: system.mandateRight, code: 'see', display: 'Se' },
  handle: { system: system.mandateRight, code: 'act', display: 'Handle' },
} as const satisfies Record<Fuldmagt['rettigheder'][number], Coding>;

export const mandateMatter = {
  personlige: { system: system.mandateMatter, code: 'personal', display: 'Personlige forhold' },
  oekonomi: { system: system.mandateMatter, code: 'financial', display: 'Økonomiske forhold' },
} as const satisfies Record<Fuldmagt['omfatter'][number], Coding>;

export const mandateStatus = {
  aktiv: 'active',
  ophoert: 'inactive',
  afvist: 'rejected',
} as const satisfies Record<Fuldmagt['status'], Consent['status']>;
