Profile: SamspilServiceRequest
Parent: ServiceRequest
Id: samspil-service-request
Title: "Inquiry (henvendelse)"
Description: "What a citizen or a relative asks the municipality for; the category is FSIII's 'Henvendelse fra' and says who asks. The answer stands in the cases that are based on it."
* status 1..1
* intent 1..1
* category 1..1
* subject 1..1
* subject only Reference(SamspilPatient)
* authoredOn 1..1
* performer 1..*
* performer only Reference(SamspilOrganization or SamspilHealthcareService)
* requester only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner)
* basedOn 0..1
* basedOn only Reference(SamspilCarePlan)
* occurrence[x] only Timing
* extension contains
    InquiryState named state 0..1 and
    InquiryReplyDue named replyDue 0..1 and
    ActingParty named actingParty 0..1

Extension: InquiryState
Id: inquiry-state
Title: "How far an inquiry has come"
Description: "R4's status does not tell received from in progress. Only a received one can be withdrawn."
Context: ServiceRequest
* value[x] only code
* value[x] from InquiryStates (required)
* value[x] 1..1

Extension: InquiryReplyDue
Id: inquiry-reply-due
Title: "When an inquiry is answered at the latest (svarfrist)"
Description: "What the unit has promised."
Context: ServiceRequest
* value[x] only dateTime
* value[x] 1..1

CodeSystem: InquiryState
Id: inquiry-state
Title: "How far an inquiry has come"
* ^caseSensitive = true
* ^content = #complete
* #received "Modtaget"
* #in-progress "Behandles"
* #closed "Afsluttet"
* #withdrawn "Trukket tilbage"

ValueSet: InquiryStates
Id: inquiry-states
Title: "How far inquiries come"
* include codes from system InquiryState
