/** What the official validator says and we let stand, each with its reason. */
import type { Said } from './runner.ts';

export interface Accepted {
  readonly kind: string;
  /** Only where it is said so. */
  readonly text?: RegExp;
  /** Only of these files, which say how they were asked for. */
  readonly from?: RegExp;
  readonly reason: string;
}

/** Errors of the validator's, or of what is not at hand. One of ours is mended, not listed. */
export const exceptions: readonly Accepted[] = [
  {
    kind: 'BUNDLE_SEARCH_ENTRY_WRONG_RESOURCE_TYPE_MODE',
    text: /%2C/,
    reason: 'The validator reads _type in the self link without decoding it: %2C is a comma.',
  },
  {
    kind: 'CONCEPTMAP_VS_INVALID_CONCEPT_CODE',
    text: /in the system (?:http:\/\/(?:loinc|snomed|npu-terminology)\b|urn:)/,
    reason:
      'HAPI does not look into a set that names codes one by one if their system is not at hand; the contract tests do.',
  },
  {
    kind: 'Extension_EXT_SubExtension_Invalid',
    text: /'(?:introspect|revoke)' is not defined by the Extension http:\/\/fhir-registry\.smarthealthit/,
    reason: 'R4 knows the extension as SMART 1 had it; SMART 2 has added two addresses.',
  },
  {
    kind: 'Terminology_PassThrough_TX_Message',
    text: /not in valueset: http:\/\/hl7\.org\/fhir\/ValueSet\/languages/,
    reason:
      'R4 only prefers its list of languages, and HAPI holds every preferred code against it.',
  },
  ...['Terminology_PassThrough_TX_Message', 'Terminology_TX_NoValid_12'].map((kind) => ({
    kind,
    text: /dk-core-municipality-codes#9999/,
    reason:
      'Sandby, the municipality of the sandbox, is none, and has no code among the real ones.',
  })),
  {
    kind: 'Reference_REF_BadTargetType2',
    text: /'Device' implied/,
    reason:
      'A test writes a message to a device, which R4 allows and our profile does not, past all rules: $everything must not follow it.',
  },
  {
    kind: 'Validation_VAL_Profile_Minimum',
    from: /\/fhir\/bulk-publish\//,
    reason:
      'Free times for all are as SMART Scheduling Links has them, not as our profile of a Slot.',
  },
  {
    kind: 'Extension_EXT_Unknown_NotHere',
    text: /urn:(?:test:|ext\b)/,
    reason: 'A test has extensions of its own.',
  },
  {
    kind: 'Bundle_BUNDLE_Entry_NotFound',
    text: /'Observation\/none'/,
    reason: 'A test sends a document that names what is not there.',
  },
  {
    kind: 'Bundle_BUNDLE_MultipleMatches',
    from: /GET \/fhir\/\S*_history/,
    reason: 'A history holds many versions of one resource; the validator takes them for rivals.',
  },
];

const ownCode = 'is one of ours beside those of R4: R4 has none that says it';

/** Warnings that we know of. */
export const warnings: readonly Accepted[] = [
  {
    kind: 'SM_TARGET_PATH_MULTIPLE_MATCHES',
    reason: 'Which slice of the profile is meant, the condition of the rule says.',
  },
  ...[
    'All_observations_should_have_an_effectiveDateTime_or_an_effectivePeriod',
    'All_observations_should_have_a_subject',
    'TERMINOLOGY_TX_SYSTEM_NO_CODE',
    'CONCEPTMAP_GROUP_SOURCE_UNKNOWN',
    'Terminology_TX_Code_ValueSet_Ext',
  ].map((kind) => ({
    kind,
    from: /\.plain\.json/,
    reason: 'Tests of a server without profiles of ours write as little as they need.',
  })),
  {
    kind: 'SM_TARGET_TRANSFORM_NOT_CHECKED',
    reason: 'The validator does not look into each transform yet.',
  },
  {
    kind: 'Validation_VAL_Profile_Unknown',
    text: /subscriptions-backport/,
    reason: 'The package of the Subscriptions R5 Backport is not at hand.',
  },
  {
    kind: 'http://hl7.org/fhir/StructureDefinition/DomainResource#dom-6',
    reason: 'Good practice. Narrative is made by who shows it; ours would say data twice.',
  },
  {
    kind: 'Terminology_TX_NoValid_13',
    text: /CodeSystem\/(?:access-label|operation)#/,
    reason: `A label of what one may see, or the name of an operation, ${ownCode}.`,
  },
  {
    kind: 'Terminology_TX_NoValid_13',
    text: /BALP\/CodeSystem\/BasicAuditEntityType#XrequestId/,
    reason: 'IHE BALP asks for this code for the id of a request.',
  },
  {
    kind: 'Terminology_TX_NoValid_13',
    text: /urn:test#/,
    reason: 'A test has labels of its own.',
  },
  {
    kind: 'Terminology_TX_NoValid_2_CC',
    text: /'SecurityRoleType'.*v3-RoleCode#(?:GUARD|NOK)/,
    reason:
      'What the holder of a mandate is to the citizen is said in the codes of RelatedPerson.relationship, here too.',
  },
  {
    kind: 'Terminology_TX_NoValid_2_CC',
    text: /'SecurityRoleType'.*PARAUTH/,
    reason: 'R4 has no role for who has custody; dk-core has.',
  },
  {
    kind: 'Terminology_TX_Code_ValueSet_Ext',
    text: /DkCoreProfessionGroupValueSet/,
    reason: 'The care record knows the profession in words only.',
  },
  {
    kind: 'Terminology_PassThrough_TX_Message',
    text: /fragment CodeSystem '[^']*samspil-issue#/,
    reason:
      'The keys of broken invariants are those of the definitions; the list has our own texts.',
  },
  {
    kind: 'Reference_REF_NoDisplay',
    reason:
      'A Binary has no extensions in R4, so what belongs to a file stands with its securityContext.',
  },
  {
    kind: 'Type_Specific_Checks_DT_String_WS',
    reason: 'Words that people have written in the care record are told as they stand.',
  },
  {
    kind: 'Type_Specific_Checks_DT_DateTime_Reasonable',
    text: /9999-12-31/,
    reason: 'A test has something that goes on for ever.',
  },
  {
    kind: 'All_observations_should_have_a_performer',
    reason: 'Who measured is not always known to the care record.',
  },
  {
    kind: 'Measure_MR_M_NotFound',
    reason: 'HAPI hands the validator no Measure; ours stand in the package.',
  },
  {
    kind: 'BUNDLE_BUNDLE_POSSIBLE_MATCH_WRONG_FU',
    text: /_history/,
    reason: 'A Provenance names the version that it is about; the Bundle has the newest.',
  },
  {
    kind: 'BUNDLE_SEARCH_NOSELF',
    reason:
      'IHE has the answer of $hold and $book as a searchset: what was written, or why it was not, has no address that gives it again.',
  },
  {
    kind: 'CONCEPTMAP_GROUP_TARGET_DISPLAY_INVALID',
    reason: 'Displays are Danish; the systems of HL7 have English ones.',
  },
  {
    kind: 'CONCEPTMAP_GROUP_TARGET_UNKNOWN',
    reason: 'LOINC, SNOMED CT, NPU and FSIII are not at hand.',
  },
  {
    kind: '',
    text: /relationship has already been defined from the code/,
    reason: 'From one status another is reached in several ways; each row says by what.',
  },
];

/** The row that lets it stand. */
export const acceptedBy = (said: Said, rows: readonly Accepted[]): Accepted | undefined =>
  rows.find(
    ({ kind, text, from }) =>
      kind === said.kind && (text?.test(said.text) ?? true) && (from?.test(said.file) ?? true),
  );
