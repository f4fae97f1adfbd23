Profile: SamspilRelatedPerson
Parent: RelatedPerson
Id: samspil-related-person
Title: "Relative (pårørende)"
Description: "A relative of one citizen: the relationship only. What the relative may see and do stands in Consent."
* patient 1..1
* patient only Reference(SamspilPatient)
* relationship 1..1
* relationship.coding 1..*
* name 1..1
* name.given 0..1
