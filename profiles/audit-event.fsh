// After the basic audit log patterns of IHE: https://profiles.ihe.net/ITI/BALP

Profile: SamspilAuditEvent
Parent: AuditEvent
Id: samspil-audit-event
Title: "Who looked"
Description: "One for each request and citizen whose data was looked at, one for each request that was refused, and one a minute and address for those without a login. The mandate is the entity of type Consent, with its version; the entity of type XrequestId tells which rows are of one request."
* insert Danish([[Hvem har set]], [[Én for hver forespørgsel og borger, hvis oplysninger blev set, én for hver afvist forespørgsel, og én i minuttet pr. adresse for dem uden login. Fuldmagten er den entity, hvis type er Consent, med sin version; den af typen XrequestId viser, hvad der hører til samme forespørgsel.]])
* subtype 1..2
* action 1..1
* outcome 1..1
* purposeOfEvent 0..1
* agent 2..3
* agent.type 1..1
* agent.role 0..1
* agent.name 0..0
* agent.media 0..0
* source.observer only Reference(SamspilDevice)
* entity.name 0..0

CodeSystem: AuditedOperation
Id: operation
Title: "Operation that was audited"
Description: "The code of the operation, without the sign before it."
* insert Danish([[Operation i loggen]], [[Operationens kode uden tegnet foran.]])
* ^caseSensitive = true
* ^content = #fragment
* #everything "Everything about a citizen"
* #everything insert Da([[Alt om en borger]])
* #lastn "The latest measurements"
* #lastn insert Da([[De seneste målinger]])
* #document "A document"
* #document insert Da([[Et dokument]])
