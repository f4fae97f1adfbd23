import { openPublished, type Published } from '../fhir/published.ts';
import { type OpenTerminology, openTerminology } from '../fhir/terminology.ts';
import type { OwnTerminology } from '../fhir/terminology-source.ts';
import type { Service } from '../http/server.ts';

const none: OwnTerminology = { codeSystems: [], valueSets: [], conceptMaps: [] };

const both = (one: OwnTerminology, other: OwnTerminology): OwnTerminology => ({
  codeSystems: [...one.codeSystems, ...other.codeSystems],
  valueSets: [...one.valueSets, ...other.valueSets],
  conceptMaps: [...one.conceptMaps, ...other.conceptMaps],
});

/** R4's terminology and what is our own, for searches and operations. Nothing is read before the first of them asks. */
export function termsOf(own: OwnTerminology = none): NonNullable<Service['terms']> {
  let published: Published | undefined;
  let opened: OpenTerminology | undefined;
  const terminology = (more?: OwnTerminology): OpenTerminology => {
    published ??= openPublished();
    if (more) return openTerminology(published, both(own, more));
    opened ??= openTerminology(published, own);
    return opened;
  };
  const codes = {
    valueSet: (url: string) => terminology().codes.valueSet(url),
    above: (system: string, code: string) => terminology().codes.above(system, code),
    below: (system: string, code: string) => terminology().codes.below(system, code),
  };
  return { terminology, codes };
}
