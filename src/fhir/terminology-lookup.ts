/** CodeSystem/$lookup. https://hl7.org/fhir/R4/codesystem-operation-lookup.html */
import type { Coding, Parameters, ParametersParameter } from '@medplum/fhirtypes';
import { displayIn } from './expansion.ts';
import { isListed } from './expansion-entry.ts';
import { fail, issue, quote } from './outcome.ts';
import { needsOne, notListed, unknownCodeSystem } from './terminology-fault.ts';
import type { Source } from './terminology-source.ts';
import type { Concept, System } from './terminology-system.ts';

export interface LookupRequest {
  readonly code?: string | undefined;
  readonly system?: string | undefined;
  readonly coding?: Coding | undefined;
  readonly displayLanguage?: string | undefined;
  /** Names of the properties wanted; all, unless given. */
  readonly property?: readonly string[] | undefined;
}

function found(source: Source, request: LookupRequest): { system: System; concept: Concept } {
  const { system: url, code } = request.coding ?? request;
  if (code === undefined || url === undefined) throw needsOne(['code + system', 'coding']);
  const system = source.system(url);
  if (!isListed(system))
    throw system || source.grammar(url) ? notListed(url) : unknownCodeSystem(url);
  const concept = system.concepts.get(code);
  if (concept) return { system, concept };
  const text = {
    da: `Kodesystemet ${quote(url)} har ikke koden ${quote(code)}.`,
    en: `The code system ${quote(url)} has no code ${quote(code)}.`,
  };
  throw fail(404, issue({ code: 'not-found', key: 'unknown-code', text }));
}

type Value = Omit<ParametersParameter, 'name' | 'part'>;

const property = (code: string, value: Value): ParametersParameter => ({
  name: 'property',
  part: [
    { name: 'code', valueCode: code },
    { name: 'value', ...value },
  ],
});

function propertiesOf({ system, concept }: { system: System; concept: Concept }) {
  const links = (name: string, codes: ReadonlySet<string> | undefined) =>
    [...(codes ?? [])].map((code) => [name, { valueCode: code }] as const);
  const said = concept.property
    .filter(({ code }) => code !== 'parent' && code !== 'child')
    .map(({ code, ...value }) => [code ?? '', value as Value] as const);
  return [
    ...(concept.definition === undefined
      ? []
      : [['definition', { valueString: concept.definition }] as const]),
    ['inactive', { valueBoolean: concept.isInactive }] as const,
    ...said,
    ...links('parent', system.parents.get(concept.code)),
    ...links('child', system.children.get(concept.code)),
  ];
}

const designation = ({
  language,
  use,
  value,
}: Concept['designation'][number]): ParametersParameter => ({
  name: 'designation',
  part: [
    ...(language === undefined ? [] : [{ name: 'language', valueCode: language }]),
    ...(use === undefined ? [] : [{ name: 'use', valueCoding: use }]),
    ...(value === undefined ? [] : [{ name: 'value', valueString: value }]),
  ],
});

/** What a code means. Throws a FhirError: 404 for an unknown system or code, 422 for a system whose codes are not here. */
export function lookUp(source: Source, request: LookupRequest): Parameters {
  const { system, concept } = found(source, request);
  const wanted = request.property ?? [];
  const properties = propertiesOf({ system, concept }).filter(
    ([name]) => wanted.length === 0 || wanted.includes(name),
  );
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'name', valueString: system.name },
      ...(system.version === undefined ? [] : [{ name: 'version', valueString: system.version }]),
      { name: 'display', valueString: displayIn(concept, request.displayLanguage) ?? concept.code },
      ...concept.designation.map(designation),
      ...properties.map(([name, value]) => property(name, value)),
    ],
  };
}
