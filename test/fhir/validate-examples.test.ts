import t from 'tap';
import { allResourceTypes, loadDefinitions } from '../../src/fhir/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { examplesOf } from './example.ts';

/**
 * Published examples that are refused, each with what and why. Where all 5,305 files are run: also the ten SearchParameters
 * `codesystem-extensions-*` and `valueset-extensions-*` (no base), `SearchParameter-questionnaireresponse-extensions-*` (id of
 * 66 characters), StructureDefinition-Definition, -Event, -FiveWs, -Request (sdf-4), Bundle-dataelements (bdl-7),
 * Bundle-valueset-expansions (a uri with a blank), ImplementationGuide-fhir (no name, no status, an id of 66 characters).
 */
const refused: Readonly<Record<string, readonly [issue: string, why: string]>> = {
  'ActivityDefinition-blood-tubes-supply.json': [
    'unsafe-narrative ActivityDefinition.text.div',
    'the narrative is empty, against txt-2',
  ],
  'ActivityDefinition-heart-valve-replacement.json': [
    'unsafe-narrative ActivityDefinition.text.div',
    'the narrative is empty, against txt-2',
  ],
  'DeviceMetric-example.json': [
    'reference-type DeviceMetric.parent',
    'a DeviceDefinition, where R4 takes a Device',
  ],
  'DeviceUseStatement-example.json': [
    'reference-type DeviceUseStatement.reasonReference[0]',
    'a Procedure, which R4 does not take',
  ],
  'EventDefinition-example.json': [
    'unsafe-narrative EventDefinition.text.div',
    'the narrative is empty, against txt-2',
  ],
  'Library-zika-virus-intervention-logic.json': [
    'bad-format Library.dataRequirement[0].codeFilter[0].valueSet',
    'urn:oid:X.Y.Z is no OID',
  ],
  'Media-1.2.840.11361907579238403408700.3.1.04.19970327150033.json': [
    'unsafe-narrative Media.text.div',
    'an image from another server: it would tell who reads',
  ],
  'MedicationRequest-medrx0301.json': [
    'reference-type MedicationRequest.dispenseRequest.performer',
    'a Practitioner, where R4 takes an Organization',
  ],
  'Observation-clinical-gender.json': [
    'reference-type Observation.performer[0]',
    'an Encounter, which R4 does not take',
  ],
  'Questionnaire-qs1.json': ['missing Questionnaire.item[0].item[0].linkId', 'linkId is required'],
  'Questionnaire-zika-virus-exposure-assessment.json': [
    'unsafe-narrative Questionnaire.text.div',
    'the narrative is empty, against txt-2',
  ],
};

const definitions = await loadDefinitions(allResourceTypes());

t.test('published examples of every type are valid, but for those that break R4', async (t) => {
  const examples = allResourceTypes().flatMap((type) => examplesOf(type, 5));
  t.ok(examples.length > 390, `${examples.length} examples`);
  t.ok(new Set(examples.map(({ resource }) => resource.resourceType)).size > 130);
  for (const { name, resource } of examples) {
    const [issue] = validate(resource, definitions);
    const found = issue && `${issue.key} ${issue.expression}`;
    if (found !== refused[name]?.[0]) t.equal(found, refused[name]?.[0], name);
  }
});

t.test('the examples that are refused are refused for the reason given', async (t) => {
  for (const [name, [expected]] of Object.entries(refused)) {
    const type = name.slice(0, name.indexOf('-'));
    const example = examplesOf(type, Number.POSITIVE_INFINITY).find((one) => one.name === name);
    const keys = validate(example?.resource, definitions).map(
      ({ key, expression }) => `${key} ${expression}`,
    );
    t.ok(keys.includes(expected), `${name}: ${keys.join()}`);
  }
});
