Profile: SamspilOrganization
Parent: Organization
Id: samspil-organization
Title: "Unit (enhed) or association (forening)"
Description: "A unit of the municipality with its SOR code and opening hours, or an association that holds activities, which has a type."
* insert Danish([[Enhed eller forening]], [[En enhed i kommunen med SOR-kode og åbningstider, eller en forening, der holder aktiviteter og har en type.]])
* . obeys samspil-organization-1 and samspil-organization-2
* identifier 1..2
* identifier.system 1..1
* identifier.value 1..1
* type 0..1
* type from AssociationKinds (required)
* name 0..1
* partOf only Reference(SamspilOrganization)
* extension contains OpeningHours named openingHours 0..*

Profile: SamspilUnit
Parent: SamspilOrganization
Id: samspil-unit
Title: "Unit (enhed)"
Description: "A unit of the municipality: what dk-core asks of an organization holds for it. An association need not be registered anywhere."
* insert Danish([[Enhed]], [[En enhed i kommunen: det, dk-core kræver af en organisation, gælder den. En forening behøver ikke være registreret noget sted.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-organization|3.7.0)
* type 0..0

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
* insert DanishTitle([[Foreningens art]])
* ^caseSensitive = true
* ^content = #complete
* #association "Forening"
* #association insert En([[Association]])
* #volunteers "Frivilliggruppe"
* #volunteers insert En([[Group of volunteers]])

ValueSet: AssociationKinds
Id: association-kinds
Title: "Kinds of associations"
* insert DanishTitle([[Arter af foreninger]])
* include codes from system AssociationKind

Extension: OpeningHours
Id: opening-hours
Title: "Opening hours (åbningstider)"
Description: "Days and the time between which the unit is open, Danish wall time; 24:00 is written 00:00. R4's Organization has none."
Context: Organization
* insert Danish([[Åbningstider]], [[Dage og det klokkeslæt, enheden har åbent imellem, dansk tid; 24:00 skrives 00:00. R4s Organization har ingen.]])
* extension contains day 0..7 and from 1..1 and to 1..1
* extension[day].value[x] only code
* extension[day].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
* extension[from].value[x] only time
* extension[to].value[x] only time
