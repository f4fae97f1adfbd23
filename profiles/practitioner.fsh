Profile: SamspilPractitioner
Parent: Practitioner
Id: samspil-practitioner
Title: "Staff member (medarbejder)"
Description: "A staff member with direct contact and title. The authorisation stands with the qualification; a name or title that is blank in Cura is absent."
* insert Danish([[Medarbejder]], [[En medarbejder med direkte kontakt og titel. Autorisationen står ved kvalifikationen; et navn eller en titel, der er blank i Cura, er udeladt.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-practitioner|3.7.0)
* active 1..1
* name 1..1
* name.given 0..1
* qualification 0..1
* qualification.code.text 1..1
