Profile: SamspilServiceRequest
Parent: ServiceRequest
Id: samspil-service-request
Title: "Inquiry (henvendelse)"
Description: "What a citizen or a relative asks the municipality for; the category is FSIII's 'Henvendelse fra' and says who asks. The answer stands in the cases that are based on it."
* insert Danish([[Henvendelse]], [[Hvad en borger eller en pårørende beder kommunen om; kategorien er FSIIIs 'Henvendelse fra' og siger, hvem der spørger. Svaret står i de sager, der bygger på den.]])
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
    ActingParty named actingParty 0..1 and
    MeasurementLimit named measurementLimit 0..2

Extension: InquiryState
Id: inquiry-state
Title: "How far an inquiry has come"
Description: "R4's status does not tell received from in progress. Only a received one can be withdrawn."
Context: ServiceRequest
* insert Danish([[Hvor langt en henvendelse er]], [[R4s status kender ikke modtaget fra behandles. Kun en modtaget kan trækkes tilbage.]])
* value[x] only code
* value[x] from InquiryStates (required)
* value[x] 1..1

Extension: InquiryReplyDue
Id: inquiry-reply-due
Title: "When an inquiry is answered at the latest (svarfrist)"
Description: "What the unit has promised."
Context: ServiceRequest
* insert Danish([[Svarfrist]], [[Hvad enheden har lovet.]])
* value[x] only dateTime
* value[x] 1..1

Extension: MeasurementLimit
Id: measurement-limit
Title: "What a number should lie within (grænse)"
Description: "The limits of the citizen's own plan for one number of the measurement. They go before those of the municipality, where somebody watches."
Context: ServiceRequest
* insert Danish([[Grænse for en måling]], [[Grænserne i borgerens egen plan for ét tal i målingen. De går forud for kommunens, hvor nogen holder øje.]])
* extension contains number 1..1 and range 1..1
* extension[number].value[x] only code
* extension[number].value[x] from MeasurementNumbers (required)
* extension[range].value[x] only Range

CodeSystem: MeasurementNumberCode
Id: measurement-number
Title: "Which number of a measurement"
* insert DanishTitle([[Hvilket tal i en måling]])
* ^caseSensitive = true
* ^content = #complete
* #systolic "Systolisk"
* #systolic insert En([[Systolic]])
* #diastolic "Diastolisk"
* #diastolic insert En([[Diastolic]])
* #value "Den ene værdi"
* #value insert En([[The one value]])

ValueSet: MeasurementNumbers
Id: measurement-numbers
Title: "The numbers of measurements"
* insert DanishTitle([[Tallene i målinger]])
* include codes from system MeasurementNumberCode

CodeSystem: InquiryStateCode
Id: inquiry-state
Title: "How far an inquiry has come"
* insert DanishTitle([[Hvor langt en henvendelse er]])
* ^caseSensitive = true
* ^content = #complete
* #received "Modtaget"
* #received insert En([[Received]])
* #in-progress "Behandles"
* #in-progress insert En([[In progress]])
* #closed "Afsluttet"
* #closed insert En([[Closed]])
* #withdrawn "Trukket tilbage"
* #withdrawn insert En([[Withdrawn]])

ValueSet: InquiryStates
Id: inquiry-states
Title: "How far inquiries come"
* insert DanishTitle([[Hvor langt henvendelser er]])
* include codes from system InquiryStateCode
