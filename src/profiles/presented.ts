/** What every definition of the package says of itself beside its own words. https://hl7.org/fhir/R4/metadatatypes.html */
import type { CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { ours } from '../fhir/canonical.ts';
import { inBoth } from '../fhir/translation.ts';
import type { Edition } from './edition.ts';

type Filed = Resource & { readonly id: string };

const publisher = 'Samspil';
const denmark = [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'DK', display: 'Denmark' }] }];
const contact = [{ name: publisher, telecom: [{ system: 'url', value: ours }] }];

/** R4's NamingSystem has no version, and is never said to be an experiment. */
const bare: ReadonlySet<string> = new Set(['NamingSystem']);

/** Which edition it is, who publishes it, and for where; what it says itself stays. */
function signed(resource: Filed, { version, date }: Edition): Filed {
  return {
    publisher,
    contact,
    jurisdiction: denmark,
    date,
    ...(!bare.has(resource.resourceType) && { version, experimental: false }),
    ...resource,
  } as Filed;
}

interface Use {
  readonly set: string;
  /** `SamspilAppointment: Appointment.status (required)`. */
  readonly where: string;
}

const usesIn = ({ name, differential }: StructureDefinition): Use[] =>
  (differential?.element ?? []).flatMap(({ path, binding }) =>
    binding?.valueSet === undefined
      ? []
      : [{ set: binding.valueSet, where: `${name}: ${path} (${binding.strength})` }],
  );

/** What is said of where something is used; nothing where it is used nowhere. */
const usedIn = (uses: readonly string[]): { da: string; en: string } =>
  uses.length === 0
    ? { da: '', en: '' }
    : { da: ` Bruges i ${uses.join(', ')}.`, en: ` Used in ${uses.join(', ')}.` };

const setsOf = (resources: readonly Filed[], system: string): string[] =>
  resources.flatMap((one) =>
    one.resourceType === 'ValueSet' && one.compose?.include.some((part) => part.system === system)
      ? [`${one.name}`]
      : [],
  );

function aboutSet({ url = '' }: ValueSet, uses: readonly Use[]) {
  const used = usedIn(uses.filter(({ set }) => set === url).map(({ where }) => where));
  return inBoth('description', {
    da: `De koder, der kan stå der.${used.da}`,
    en: `The codes that can stand there.${used.en}`,
  });
}

function aboutSystem({ url = '' }: CodeSystem, resources: readonly Filed[]) {
  const used = usedIn(setsOf(resources, url));
  return inBoth('description', {
    da: `Egne koder, hvor R4 ingen har.${used.da}`,
    en: `Codes of our own, where R4 has none.${used.en}`,
  });
}

/** Definitions as they are published: signed, and codes and sets told where they are used when they do not tell themselves. */
export function presented(resources: readonly Filed[], edition: Edition): Filed[] {
  const uses = resources.flatMap((one) =>
    one.resourceType === 'StructureDefinition' ? usesIn(one) : [],
  );
  return resources.map((one) => {
    const whole = signed(one, edition);
    if ('description' in whole) return whole;
    if (whole.resourceType === 'ValueSet') return { ...whole, ...aboutSet(whole, uses) };
    if (whole.resourceType === 'CodeSystem') return { ...whole, ...aboutSystem(whole, resources) };
    return whole;
  });
}
