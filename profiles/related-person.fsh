Profile: SamspilRelatedPerson
Parent: RelatedPerson
Id: samspil-related-person
Title: "Relative (pårørende)"
Description: "A relative of one citizen: the relationship only. What the relative may see and do stands in Consent."
* insert Danish([[Pårørende]], [[En pårørende til én borger: kun relationen. Hvad den pårørende må se og gøre, står i Consent.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-related-person|3.7.0)
* patient 1..1
* patient only Reference(SamspilPatient)
* relationship 1..1
* relationship.coding 1..*
* name 1..1
* name.given 0..1
