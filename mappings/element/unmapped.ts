import type { Reason } from '../../src/mapping/mapping.ts';

/** What every record has, and why no row maps it. */
export const carried = {
  version: {
    kind: 'carried',
    da: 'Curas version er betingelsen for en skrivning; FHIR-versionerne er lagerets egne',
    en: "Cura's version is the precondition of a write; FHIR versions are the store's",
  },
  aendret: {
    kind: 'carried',
    da: 'lageret daterer sine egne versioner',
    en: 'the store dates its own versions',
  },
  aendretAf: {
    kind: 'carried',
    da: 'står som den, der handlede, i Provenance',
    en: 'the agent of the Provenance',
  },
} as const satisfies Readonly<Record<string, Reason>>;

/** A note of staff's. */
export const internNote = {
  kind: 'withheld',
  da: 'skrevet for personalet, forlader aldrig Cura',
  en: 'written for staff, never leaves Cura',
} as const satisfies Reason;

/** As `carried`, for records with notes for staff. */
export const internal = { ...carried, internNote } as const;

/** Who did it, as Cura is told. */
export const udfoertAf = {
  kind: 'carried',
  da: 'sættes på ny ved hver skrivning, ud fra den, der kalder',
  en: 'set anew at each write, from the caller',
} as const satisfies Reason;

/** As `internal`, for records that Samspil writes to. */
export const written = { ...internal, udfoertAf } as const;

/** Our id of what was born here. */
export const eksternReference = {
  kind: 'carried',
  da: 'id’et på det, der blev til her',
  en: 'the id of what was born here',
} as const satisfies Reason;

/** Why a field stands in another resource of the same record. */
export const standsIn = (path: string): Reason => ({
  kind: 'elsewhere',
  da: `en anden oversættelse: ${path}`,
  en: `another mapping: ${path}`,
});
