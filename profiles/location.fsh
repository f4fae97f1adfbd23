// Also carries dk-core's extension on address:
// http://hl7.dk/fhir/core/StructureDefinition/dk-core-municipalityCodes

Profile: SamspilLocation
Parent: Location
Id: samspil-location
Title: "Place (lokation)"
Description: "A site, building, floor or room, each part of the one around it; the way there is in description. The citizen's home has no address here."
* insert Danish([[Sted (lokation)]], [[En matrikel, en bygning, en etage eller et lokale, hver en del af det omkring; vejen derhen står i description. Borgerens hjem har ingen adresse her.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-location|3.7.0)
* name 0..1
* mode 1..1
* mode = #instance
* physicalType 1..1
* physicalType.coding 1..1
* managingOrganization only Reference(SamspilOrganization)
* partOf only Reference(SamspilLocation)
