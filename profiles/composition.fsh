Profile: SamspilComposition
Parent: Composition
Id: samspil-composition
Title: "Assessment or care note (helhedsvurdering, journalnotat)"
Description: "A document of the care record that is read section by section. Sections that are not opened, and whole documents by their labels, are kept from citizen and relatives."
* status 1..1
* type 1..1
* type from DocumentKinds (required)
* subject 1..1
* subject only Reference(SamspilPatient)
* author 1..1
* author only Reference(SamspilPractitioner)
* custodian 1..1
* custodian only Reference(SamspilOrganization)
* section.code 1..1
* section.text 1..1

Extension: SectionOpened
Id: section-opened
Title: "Whether a section is opened (åben)"
Description: "False: for staff only. Where it is missing the section is opened with the document."
Context: Composition.section
* value[x] only boolean
* value[x] 1..1

CodeSystem: DocumentKind
Id: document-kind
Title: "Kind of a document"
* ^caseSensitive = true
* ^content = #complete
* #assessment "Helhedsvurdering"
* #care-note "Journalnotat"

ValueSet: DocumentKinds
Id: document-kinds
Title: "Kinds of documents"
* include codes from system DocumentKind

CodeSystem: DocumentSection
Id: document-section
Title: "Section of a document, by the key that Cura gives it"
* ^caseSensitive = true
* ^content = #fragment
* #funktionsevne "Funktionsevne"
* #helbred "Helbred"
* #oensker "Borgerens ønsker"
* #vurdering "Vurdering"
* #observation "Observation"
* #handling "Handling"
* #intern "Til personalet"
