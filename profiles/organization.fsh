Profile: SamspilOrganization
Parent: Organization
Id: samspil-organization
Title: "Unit (enhed) or association (forening)"
Description: "A unit of the municipality with its SOR code and opening hours, or an association that holds activities, which has a type."
* . obeys samspil-organization-1 and samspil-organization-2
* identifier 1..2
* identifier.system 1..1
* identifier.value 1..1
* type 0..1
* type from AssociationKinds (required)
* name 0..1
* partOf only Reference(SamspilOrganization)
* extension contains OpeningHours named openingHours 0..*

Invariant: samspil-organization-1
Description: "A unit is known by its SOR code."
Severity: #error
Expression: "type.exists() or identifier.where(system = 'urn:oid:1.2.208.176.1.1').exists()"

Invariant: samspil-organization-2
Description: "An association is no unit: it says whether it is active, has no SOR code and no opening hours, and is part of nothing."
Severity: #error
Expression: "type.empty() or (active.exists() and partOf.empty() and extension.empty() and identifier.where(system = 'urn:oid:1.2.208.176.1.1').empty())"

CodeSystem: AssociationKind
Id: association-kind
Title: "Kind of an association"
* ^caseSensitive = true
* ^content = #complete
* #association "Forening"
* #volunteers "Frivilliggruppe"

ValueSet: AssociationKinds
Id: association-kinds
Title: "Kinds of associations"
* include codes from system AssociationKind

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
