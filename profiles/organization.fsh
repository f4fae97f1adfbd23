Profile: SamspilOrganization
Parent: Organization
Id: samspil-organization
Title: "Unit (enhed)"
Description: "A unit of the municipality with its SOR code and opening hours."
* identifier 1..1
* identifier.system 1..1
* identifier.system = "urn:oid:1.2.208.176.1.1"
* identifier.value 1..1
* name 0..1
* partOf only Reference(SamspilOrganization)
* extension contains OpeningHours named openingHours 0..*

Extension: OpeningHours
Id: opening-hours
Title: "Opening hours (åbningstider)"
Description: "Days and the time between which the unit is open, Danish wall time; 24:00 is written 00:00. R4's Organization has none."
Context: Organization
* extension contains day 0..7 and from 1..1 and to 1..1
* extension[day].value[x] only code
* extension[day].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
* extension[from].value[x] only time
* extension[to].value[x] only time
