Profile: SamspilTask
Parent: Task
Id: samspil-task
Title: "Request to a unit, what a unit is told, or a case (ønske, opgave, sag)"
Description: "A case that the municipality works on, with what is written on it. A citizen's wish for another time or for an appointment, which the unit answers before the end of the restriction; a late cancellation, and what is amiss with the data of an appointment, which the unit is told."
* intent 1..1
* code 1..1
* code from TaskCodes (required)
* code.coding 1..1
* for 1..1
* for only Reference(SamspilPatient)
* focus only Reference(SamspilAppointment or SamspilHealthcareService or SamspilCommunication or SamspilObservation)
* owner 1..1
* owner only Reference(SamspilOrganization)
* authoredOn 1..1
* lastModified 1..1
* basedOn only Reference(SamspilServiceRequest)
* businessStatus from CaseStates (required)
* extension contains LegalBasis named legalBasis 0..1 and CaseOfficer named caseOfficer 0..1
* requester only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner or SamspilDevice)

CodeSystem: TaskCode
Id: task-code
Title: "What a task is about"
* ^caseSensitive = true
* ^content = #complete
* #move-request "Ønske om en anden tid"
* #booking-request "Ønske om en tid"
* #late-cancellation "Afbud efter fristen"
* #data-quality "Fejl i data om en aftale"
* #out-of-range "Måling uden for det aftalte"
* #undelivered-message "Besked kunne ikke leveres"
* #case "Sag"

ValueSet: TaskCodes
Id: task-codes
Title: "What tasks are about"
* include codes from system TaskCode

CodeSystem: TaskInput
Id: task-input
Title: "What is given with a task, and what comes of it"
* ^caseSensitive = true
* ^content = #complete
* #wished-slot "Ønsket ledig tid"
* #wished-period "Ønsket tidsrum"
* #given-slot "Tiden, som enheden gav"
* #appointment "Aftalen, som det blev til"

CodeSystem: DataQuality
Id: data-quality
Title: "What is amiss with the data of an appointment"
* ^caseSensitive = true
* ^content = #complete
* #place "Stedet er ikke angivet helt ned til lokalet med vejvisning"
* #transition "Status er ændret på en måde, som tabellen ikke kender"
* #double-booked "To aftaler deler person eller lokale på samme tid"
* #unreached "Borgeren kunne ikke nås med en besked"

ValueSet: DataQualities
Id: data-qualities
Title: "What can be amiss with the data of an appointment"
* include codes from system DataQuality

CodeSystem: CaseState
Id: case-state
Title: "How far a case has come"
* ^caseSensitive = true
* ^content = #complete
* #received "Modtaget"
* #investigation "Oplyses"
* #decision "Afgørelse"
* #closed "Afsluttet"
* #annulled "Annulleret"

ValueSet: CaseStates
Id: case-states
Title: "How far cases come"
* include codes from system CaseState

Extension: CaseOfficer
Id: case-officer
Title: "Case officer (sagsbehandler)"
Description: "Who works on the case."
Context: Task
* value[x] only Reference(SamspilPractitioner)
* value[x] 1..1
