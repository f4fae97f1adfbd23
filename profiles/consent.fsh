Profile: SamspilConsent
Parent: Consent
Id: samspil-consent
Title: "Mandate (fuldmagt)"
Description: "Who may see or act for a citizen, how long and by which law; or a stop (type deny), which keeps one relative from it, altogether or from some resource types. Rights follow from provision.period, never from status alone."
* extension contains MandateSource named mandateSource 0..1
* identifier 0..1
* identifier.system = "https://samspil.example/fhir/mandate-reference"
* status 1..1
* scope 1..1
* scope = http://terminology.hl7.org/CodeSystem/consentscope#patient-privacy
* category 2..2
* category ^slicing.discriminator.type = #value
* category ^slicing.discriminator.path = "coding.system"
* category ^slicing.rules = #open
* category contains kind 1..1
* category[kind].coding.system = "https://samspil.example/fhir/CodeSystem/mandate-kind"
* category[kind] from MandateKinds (required)
* patient 1..1
* patient only Reference(SamspilPatient)
* dateTime 1..1
* performer 1..1
* policy 1..1
* policy.uri 1..1
* provision 1..1
* provision.type 1..1
* provision.period 1..1
* provision.actor 1..1
* provision.actor.role 1..1
* provision.actor.reference only Reference(SamspilRelatedPerson)
* provision.action 0..2
* provision.action from MandateRights (required)
* provision.code 0..2
* provision.code from MandateMatters (required)

Extension: MandateSource
Id: mandate-source
Title: "Where a mandate is known from (kilde)"
Description: "Of mandates that Cura does not have: each ends with the word of its source, whatever its period says."
Context: Consent
* value[x] only code
* value[x] 1..1
* value[x] from MandateSources (required)

CodeSystem: MandateSourceCode
Id: mandate-source-code
Title: "Source of a mandate"
* ^caseSensitive = true
* ^content = #complete
* #ticket "The login (the privileges in the token)"
* #lookup "A register that is asked at each use"

ValueSet: MandateSources
Id: mandate-sources
Title: "Sources of mandates"
* include codes from system MandateSourceCode

CodeSystem: MandateKind
Id: mandate-kind
Title: "Kind of mandate"
* ^caseSensitive = true
* ^content = #complete
* #power-of-attorney "Fuldmagt"
* #future-power-of-attorney "Fremtidsfuldmagt"
* #guardianship "Værgemål"
* #custody "Forældremyndighed"
* #next-of-kin "Nærmeste pårørende"
* #stop "Stop"

ValueSet: MandateKinds
Id: mandate-kinds
Title: "Kinds of mandate"
* include codes from system MandateKind

CodeSystem: MandateRight
Id: mandate-right
Title: "Right of a mandate"
* ^caseSensitive = true
* ^content = #complete
* #see "Se"
* #act "Handle"

ValueSet: MandateRights
Id: mandate-rights
Title: "Rights of a mandate"
* include codes from system MandateRight

CodeSystem: MandateMatter
Id: mandate-matter
Title: "Matters that a mandate covers"
Description: "Only personal matters give a right here."
* ^caseSensitive = true
* ^content = #complete
* #personal "Personlige forhold"
* #financial "Økonomiske forhold"

ValueSet: MandateMatters
Id: mandate-matters
Title: "Matters of a mandate"
* include codes from system MandateMatter
