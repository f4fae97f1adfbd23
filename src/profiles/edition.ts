/** What the package is called, which edition it is, and what it stands on. */
import { readFileSync } from 'node:fs';
import { core } from './cache.ts';

/** Name of the package in a registry of FHIR packages. */
export const packageName = 'dk.samspil.fhir';

/** A package that ours names resources of; `uri` is that of its guide. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly uri: string;
}

const hl7 = 'http://hl7.org/fhir';

/** What the package depends on: dk-core, the editions that dk-core stands on, and what else our definitions or examples name. */
export const dependencies: readonly Dependency[] = [
  { ...core, uri: `${hl7}/ImplementationGuide/hl7.fhir.core` },
  {
    name: 'hl7.fhir.dk.core',
    version: '3.7.0',
    uri: 'http://hl7.dk/fhir/core/ImplementationGuide/hl7.fhir.dk.core',
  },
  {
    name: 'hl7.fhir.uv.xver-r5.r4',
    version: '0.1.0',
    uri: `${hl7}/uv/xver/ImplementationGuide/hl7.fhir.uv.xver-r5.r4`,
  },
  {
    name: 'hl7.fhir.uv.extensions.r4',
    version: '5.3.0',
    uri: `${hl7}/extensions/ImplementationGuide/hl7.fhir.uv.extensions`,
  },
  {
    name: 'hl7.terminology.r4',
    version: '7.1.0',
    uri: 'http://terminology.hl7.org/ImplementationGuide/hl7.terminology',
  },
  {
    name: 'hl7.fhir.uv.subscriptions-backport.r4',
    version: '1.1.0',
    uri: `${hl7}/uv/subscriptions-backport/ImplementationGuide/hl7.fhir.uv.subscriptions-backport`,
  },
  {
    name: 'hl7.fhir.uv.bulkdata',
    version: '2.0.0',
    uri: `${hl7}/uv/bulkdata/ImplementationGuide/hl7.fhir.uv.bulkdata`,
  },
  {
    name: 'ihe.iti.scheduling',
    version: '1.0.0',
    uri: 'https://profiles.ihe.net/ITI/Scheduling/ImplementationGuide/ihe.iti.scheduling',
  },
  {
    name: 'ihe.iti.balp',
    version: '1.1.4',
    uri: 'https://profiles.ihe.net/ITI/BALP/ImplementationGuide/ihe.iti.balp',
  },
];

/** An edition: both are written down beside the sources, so that two compilations of them give the same bytes. */
export interface Edition {
  readonly version: string;
  /** `2026-11-22`. */
  readonly date: string;
}

/** The edition that `profiles/sushi-config.yaml` names. Throws when it names none. */
export function readEdition(): Edition {
  const text = readFileSync(new URL('../../profiles/sushi-config.yaml', import.meta.url), 'utf8');
  const [version, date] = ['version', 'date'].map(
    (key) => new RegExp(`^${key}: (\\S+)$`, 'm').exec(text)?.[1],
  );
  if (version === undefined || date === undefined)
    throw new RangeError('profiles/sushi-config.yaml names no version or date');
  return { version, date };
}
