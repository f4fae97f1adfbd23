// After the basic audit log patterns of IHE: https://profiles.ihe.net/ITI/BALP

Profile: SamspilAuditEvent
Parent: AuditEvent
Id: samspil-audit-event
Title: "Who looked"
Description: "One for each request and citizen whose data was looked at, one for each request that was refused, and one a minute and address for those without a login. The mandate is the entity of type Consent, with its version; the entity of type XrequestId tells which rows are of one request."
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
* ^caseSensitive = true
* ^content = #fragment
* #everything "Everything about a citizen"
* #lastn "The latest measurements"
* #document "A document"
