/** https://hl7.org/fhir/R4/valueset-operations.html */
import type { ValueSet } from '@medplum/fhirtypes';
import { uuidv7 } from '../fhir/id.ts';
import { formatUtc } from '../fhir/instant.ts';
import type { OpenTerminology } from '../fhir/terminology.ts';
import { unknownValueSet } from '../fhir/terminology-fault.ts';
import type { OperationParameter } from '../resources/operation.ts';
import { numberIn, resourceIn, textIn, truthIn } from './operation-input.ts';
import { type Question, tellResource, terminologyOperation } from './terminology-operation.ts';
import {
  answered,
  type Canonical,
  canonicalIn,
  codeIn,
  displayLanguage,
  systemsIn,
  taken,
  validationParameters,
} from './terminology-parameter.ts';
import { terminologyFor } from './terminology-stored.ts';

const which: readonly OperationParameter[] = [
  taken('url', 'uri', 'Værdisættets URL.', 'The URL of the value set.'),
  taken('valueSet', 'ValueSet', 'Værdisættet selv.', 'The value set itself.'),
  taken('valueSetVersion', 'string', 'Dets version.', 'Its version.'),
];

/** The set in question, and what it may be made of. */
interface Asked extends Canonical {
  readonly valueSet: ValueSet | undefined;
  readonly terms: OpenTerminology;
}

async function askedIn({ desk, given, stored }: Question): Promise<Asked> {
  const valueSet = (stored as ValueSet | undefined) ?? resourceIn<ValueSet>(given, 'valueSet');
  const canonical = valueSet ? {} : canonicalIn(given, 'url', 'valueSetVersion');
  const { url, version } = canonical;
  const urls = [url, ...systemsIn(given)];
  const terms = await terminologyFor(desk, { urls, resources: [valueSet] });
  if (url !== undefined && version !== undefined && terms.valueSet(url)?.version !== version)
    throw unknownValueSet(`${url}|${version}`);
  return { ...canonical, valueSet, terms };
}

async function expand(question: Question) {
  const { desk, given } = question;
  const { url, valueSet, terms } = await askedIn(question);
  const now = desk.call.ports.now();
  const expanded = terms.expandValueSet({
    ...{ url, valueSet, filter: textIn(given, 'filter') },
    ...{ offset: numberIn(given, 'offset'), count: numberIn(given, 'count') },
    ...{ activeOnly: truthIn(given, 'activeOnly') },
    includeDesignations: truthIn(given, 'includeDesignations'),
    includeDefinition: truthIn(given, 'includeDefinition'),
    displayLanguage: textIn(given, 'displayLanguage'),
    ...{ identifier: `urn:uuid:${uuidv7(now)}`, timestamp: formatUtc(now) },
  });
  return tellResource(expanded);
}

/** The codes of a value set. */
export const expandOperation = terminologyOperation('ValueSet', 'expand', {
  title: { da: 'Værdisættets koder', en: 'The codes of a value set' },
  parameter: [
    ...which,
    taken('filter', 'string', 'Ord i koders tekst.', 'Words in the display of codes.'),
    taken('offset', 'integer', 'Koder, der springes over.', 'Codes to pass over.'),
    taken('count', 'integer', 'Koder i svaret, højst 1000.', 'Codes in the answer, at most 1,000.'),
    taken(
      'includeDesignations',
      'boolean',
      'Også koders tekst på andre sprog.',
      'Also the displays of codes in other languages.',
    ),
    taken(
      'includeDefinition',
      'boolean',
      'Også, hvordan sættet er gjort.',
      'Also how the set is made.',
    ),
    taken('activeOnly', 'boolean', 'Kun koder i brug.', 'Only codes in use.'),
    displayLanguage,
    answered('return', 'ValueSet', 'Sættet med sine koder.', 'The set with its codes.'),
  ],
  answer: expand,
});

async function validateCode(question: Question) {
  const { desk, given } = question;
  const { url, valueSet, terms } = await askedIn(question);
  const { language } = desk.call;
  return tellResource(terms.validateInValueSet({ url, valueSet, ...codeIn(given), language }));
}

/** Whether a value set has a code. */
export const validateInSetOperation = terminologyOperation('ValueSet', 'validate-code', {
  title: { da: 'Er koden i værdisættet', en: 'Whether a code is in the value set' },
  parameter: [
    ...which,
    taken('system', 'uri', 'Kodens system.', 'The system of the code.'),
    ...validationParameters,
  ],
  answer: validateCode,
});
