Profile: SamspilComposition
Parent: Composition
Id: samspil-composition
Title: "Assessment or care note (helhedsvurdering, journalnotat)"
Description: "A document of the care record that is read section by section. Sections that are not opened, and whole documents by their labels, are kept from citizen and relatives."
* insert Danish([[Helhedsvurdering eller journalnotat]], [[Et dokument i omsorgsjournalen, som læses afsnit for afsnit. Afsnit, der ikke er åbnet, og hele dokumenter efter deres mærker, vises ikke for borger og pårørende.]])
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
* insert Danish([[Om et afsnit er åbent]], [[Falsk: kun for personalet. Hvor den mangler, er afsnittet åbent med dokumentet.]])
* value[x] only boolean
* value[x] 1..1

CodeSystem: DocumentKind
Id: document-kind
Title: "Kind of a document"
* insert DanishTitle([[Dokumentets art]])
* ^caseSensitive = true
* ^content = #complete
* #assessment "Helhedsvurdering"
* #assessment insert En([[Overall assessment]])
* #care-note "Journalnotat"
* #care-note insert En([[Care note]])

ValueSet: DocumentKinds
Id: document-kinds
Title: "Kinds of documents"
* insert DanishTitle([[Arter af dokumenter]])
* include codes from system DocumentKind

CodeSystem: DocumentSection
Id: document-section
Title: "Section of a document, by the key that Cura gives it"
* insert DanishTitle([[Dokumentets afsnit, efter Curas nøgle]])
* ^caseSensitive = true
* ^content = #fragment
* #funktionsevne "Funktionsevne"
* #funktionsevne insert En([[Functional ability]])
* #helbred "Helbred"
* #helbred insert En([[Health]])
* #oensker "Borgerens ønsker"
* #oensker insert En([[The citizen's wishes]])
* #vurdering "Vurdering"
* #vurdering insert En([[Assessment]])
* #observation "Observation"
* #observation insert En([[Observation]])
* #handling "Handling"
* #handling insert En([[Action]])
* #intern "Til personalet"
* #intern insert En([[For staff]])
