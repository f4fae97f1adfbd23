/** https://hl7.org/fhir/R4/codesystem-operations.html */
import type { CodeSystem } from '@medplum/fhirtypes';
import type { OpenTerminology } from '../fhir/terminology.ts';
import { unknownCodeSystem } from '../fhir/terminology-fault.ts';
import { codingIn, resourceIn, textIn, textsIn } from './operation-input.ts';
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

function assertVersion(terms: OpenTerminology, { url, version }: Canonical): void {
  if (url === undefined || version === undefined) return;
  if (terms.codeSystem(url)?.version !== version) throw unknownCodeSystem(`${url}|${version}`);
}

async function validateCode({ desk, given, stored }: Question) {
  const codeSystem =
    (stored as CodeSystem | undefined) ?? resourceIn<CodeSystem>(given, 'codeSystem');
  const canonical = codeSystem ? {} : canonicalIn(given, 'url', 'version');
  const { url } = canonical;
  const terms = await terminologyFor(desk, { urls: [url, ...systemsIn(given)] });
  assertVersion(terms, canonical);
  const { language } = desk.call;
  return tellResource(terms.validateInSystem({ url, codeSystem, ...codeIn(given), language }));
}

/** Whether a code system has a code. */
export const validateInSystemOperation = terminologyOperation('CodeSystem', 'validate-code', {
  title: { da: 'Er koden i kodesystemet', en: 'Whether a code is in the code system' },
  parameter: [
    taken('url', 'uri', 'Kodesystemets URL.', 'The URL of the code system.'),
    taken('codeSystem', 'CodeSystem', 'Kodesystemet selv.', 'The code system itself.'),
    taken('version', 'string', 'Dets version.', 'Its version.'),
    ...validationParameters,
  ],
  answer: validateCode,
});

async function lookUp({ desk, given }: Question) {
  const canonical = canonicalIn(given, 'system', 'version');
  const coding = codingIn(given, 'coding');
  const terms = await terminologyFor(desk, { urls: systemsIn(given) });
  assertVersion(terms, coding ? { url: coding.system, version: coding.version } : canonical);
  const found = terms.lookUp({
    ...{ code: textIn(given, 'code'), system: canonical.url, coding },
    ...{ displayLanguage: textIn(given, 'displayLanguage'), property: textsIn(given, 'property') },
  });
  return tellResource(found);
}

/** What a code means. */
export const lookupOperation = terminologyOperation('CodeSystem', 'lookup', {
  title: { da: 'Hvad en kode betyder', en: 'What a code means' },
  onInstance: false,
  parameter: [
    taken('code', 'code', 'Koden.', 'The code.'),
    taken('system', 'uri', 'Kodens system.', 'The system of the code.'),
    taken('version', 'string', 'Systemets version.', 'The version of the system.'),
    taken('coding', 'Coding', 'Koden med sit system.', 'The code with its system.'),
    displayLanguage,
    taken('property', 'code', 'Kun disse egenskaber.', 'Only these properties.', '*'),
    answered('name', 'string', 'Systemets navn.', 'The name of the system.'),
    answered('version', 'string', 'Systemets version.', 'The version of the system.', 0),
    answered('display', 'string', 'Kodens tekst.', 'The display of the code.'),
    answered('designation', 'BackboneElement', 'Andre tekster.', 'Other displays.', 0),
    answered('property', 'BackboneElement', 'Kodens egenskaber.', 'Properties of the code.', 0),
  ],
  answer: lookUp,
});
