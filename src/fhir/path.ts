/** FHIRPath as search parameters use it. https://hl7.org/fhirpath/ */
import { evalFhirPath, parseFhirPath } from '@medplum/core';
import { typeOfReference } from './reference.ts';

type Step = (elements: readonly unknown[]) => unknown[];
type Json = Readonly<Record<string, unknown>>;

/** Names of R4's choice elements (`value[x]`), each in the JSON as name and type. */
export const choiceNames: ReadonlySet<string> = new Set(
  `abatement additive age allowed amount answer asNeeded author born bounds characteristic chargeItem code collected content
  created date deceased defaultValue definingSubstance definition detail diagnosis done dose doseNumber due effective entity
  event example fastingStatus fixed identified indication item legallyBinding location manufacturer maxValue medication minValue
  minimumVolume module multipleBirth name occurred occurrence offset onset participantEffective pattern performed probability
  procedure product quantity rate reported scheduled seriesDoses serviced source start statusReason studyEffective subject
  substance target time timing topic used value what when where why`.split(/\s+/),
);
const choiceSuffix =
  /^(?:Address|Age|Annotation|Attachment|Base64Binary|Boolean|Canonical|Code|CodeableConcept|Coding|ContactDetail|ContactPoint|Contributor|Count|DataRequirement|Date|DateTime|Decimal|Distance|Dosage|Duration|Expression|HumanName|Id|Identifier|Instant|Integer|Markdown|Meta|Money|Oid|ParameterDefinition|Period|PositiveInt|Quantity|Range|Ratio|Reference|RelatedArtifact|SampledData|Signature|String|Time|Timing|TriggerDefinition|UnsignedInt|Uri|Url|UsageContext|Uuid)$/;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isFilled = (value: unknown): boolean => value !== undefined && value !== null;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function push(found: unknown[], value: unknown): void {
  if (Array.isArray(value)) found.push(...value.filter(isFilled));
  else if (isFilled(value)) found.push(value);
}

function choiceOf(element: Json, name: string): unknown {
  const key = Object.keys(element).find(
    (one) => one.startsWith(name) && choiceSuffix.test(one.slice(name.length)),
  );
  return key === undefined ? undefined : element[key];
}

function member(name: string): Step {
  const isChoice = choiceNames.has(name);
  return (elements) => {
    const found: unknown[] = [];
    for (const element of elements) {
      if (!isJson(element)) continue;
      push(found, element[name] ?? (isChoice ? choiceOf(element, name) : undefined));
    }
    return found;
  };
}

const sequence =
  (steps: readonly Step[]): Step =>
  (elements) => {
    let found = [...elements];
    for (const step of steps) found = step(found);
    return found;
  };

/** Not everything is a DomainResource. */
const plainResources: ReadonlySet<unknown> = new Set(['Bundle', 'Binary', 'Parameters']);

function isOfType(element: Json, type: string): boolean {
  const { resourceType } = element;
  if (type === 'Resource') return typeof resourceType === 'string';
  if (type === 'DomainResource') {
    return typeof resourceType === 'string' && !plainResources.has(resourceType);
  }
  return resourceType === type;
}

const ofResource =
  (type: string): Step =>
  (elements) =>
    elements.filter((element) => isJson(element) && isOfType(element, type));

const extension =
  (url: string): Step =>
  (elements) =>
    member('extension')(elements).filter((one) => isJson(one) && one.url === url);

const whereExtended =
  (url: string): Step =>
  (elements) =>
    elements.filter((element) => extension(url)([element]).length > 0);

const whereEquals =
  (path: string, literal: string): Step =>
  (elements) => {
    const inner = sequence(path.split('.').map(member));
    return elements.filter((element) => {
      const values = inner([element]);
      return values.length === 1 && values[0] === literal;
    });
  };

const whereResolves =
  (type: string): Step =>
  (elements) =>
    elements.filter((element) => isJson(element) && typeOfReference(element) === type);

/** What a path is made of; each takes its text off the front and says what to do. */
const segments: readonly (readonly [RegExp, (...found: string[]) => Step])[] = [
  [/^where\(resolve\(\) is ([A-Z]\w*)\)/, (type = '') => whereResolves(type)],
  [
    /^where\(([a-z]\w*(?:\.[a-z]\w*)*)\s*=\s*'([^'\\]*)'\)/,
    (path = '', literal = '') => whereEquals(path, literal),
  ],
  [/^where\(hasExtension\('([^'\\]*)'\)\)/, (url = '') => whereExtended(url)],
  [/^extension\('([^'\\]*)'\)/, (url = '') => extension(url)],
  [/^exists\(\)/, () => (elements) => [elements.length > 0]],
  [/^first\(\)/, () => (elements) => elements.slice(0, 1)],
  [
    /^([a-z]\w*)\.(?:as|ofType)\(([A-Za-z]\w*)\)/,
    (name = '', type = '') => member(name + capital(type)),
  ],
  [
    /^([a-z]\w*)\[(\d{1,3})\]/,
    (name = '', at = '') => sequence([member(name), (elements) => elements.slice(+at, +at + 1)]),
  ],
  [/^([a-z]\w*)(?![\w([])/, (name = '') => member(name)],
];

function readSegment(text: string): [Step, string] | undefined {
  for (const [pattern, make] of segments) {
    const match = pattern.exec(text);
    if (!match) continue;
    const isCast = /\.(?:as|ofType)\(/.test(match[0]) && !match[0].startsWith('where');
    if (isCast && !choiceNames.has(match[1] ?? '')) return undefined;
    return [make(...match.slice(1)), text.slice(match[0].length)];
  }
  return undefined;
}

/** `(Observation.value as CodeableConcept).text` and its kin, with the cast as a function. */
function castsAsFunctions(term: string): string {
  const cast = term.replace(/^\(([^()]+) as ([A-Za-z]\w*)\)(?=\.|$)/, '$1.as($2)');
  const [, inner] = /^\((.*)\)$/s.exec(cast) ?? [undefined, cast];
  return inner.replace(/ as ([A-Za-z]\w*)$/, '.as($1)');
}

/** `Patient.name.family`, `(Patient.deceased as dateTime)`; undefined when it is more than this reads. */
function compileTerm(term: string): Step | undefined {
  const plain = castsAsFunctions(term.trim());
  const [, type, after] = /^([A-Z]\w*)(?:\.(.*))?$/s.exec(plain) ?? [];
  const steps = type === undefined ? [] : [ofResource(type)];
  let rest = type === undefined ? plain : (after ?? '');
  while (rest !== '') {
    const read = readSegment(rest);
    if (!read || (read[1] !== '' && !read[1].startsWith('.'))) return undefined;
    steps.push(read[0]);
    rest = read[1].slice(1);
  }
  return sequence(steps);
}

/** By what they say, in one pass: a resource may hold tens of thousands of elements. */
function distinct(values: readonly unknown[]): unknown[] {
  const found = new Map<unknown, unknown>();
  for (const value of values) {
    const key = isJson(value) ? JSON.stringify(value) : value;
    if (!found.has(key)) found.set(key, value);
  }
  return [...found.values()];
}

/** What `compilePath` cannot read it leaves to @medplum/core, which is slow but whole. */
export function isCompiled(expression: string): boolean {
  return expression.split('|').every((term) => compileTerm(term) !== undefined);
}

/**
 * Compiles a FHIRPath expression to a function from a resource to the elements it names: paths, choices, `|`, `as`, `ofType`,
 * `where(system = 'phone')`, `where(resolve() is Patient)`, `extension('url')`, `exists()`, `first()`, `[0]`; anything else runs in
 * @medplum/core `evalFhirPath`, which takes 8 to 30 times as long (Appointment, Patient). Throws when the expression is no FHIRPath.
 */
export function compilePath(expression: string): (resource: unknown) => unknown[] {
  const terms = expression.split('|').map(compileTerm);
  const compiled = terms.filter((term) => term !== undefined);
  if (compiled.length < terms.length) {
    const parsed = parseFhirPath(expression);
    return (resource) => evalFhirPath(parsed, resource);
  }
  const [only] = compiled;
  if (only && compiled.length === 1) return (resource) => only([resource]);
  return (resource) => distinct(compiled.flatMap((term) => term([resource])));
}
