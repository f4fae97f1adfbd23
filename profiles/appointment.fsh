// A cancelled appointment also carries R5's extension
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate

Profile: SamspilAppointment
Parent: Appointment
Id: samspil-appointment
Title: "Appointment or home visit (aftale, besøg)"
Description: "When, with whom and exactly where. The service is always a participant; the one who booked is not, but stands in the extension acting-party. For a home visit start and end are the window, and minutesDuration how long it takes."
* identifier 1..1
* identifier.system 1..1
* start 1..1
* end 1..1
* created 1..1
* requestedPeriod 1..1
* requestedPeriod.start 1..1
* requestedPeriod.end 1..1
* cancelationReason from CancellationReasons (required)
* supportingInformation 0..1
* supportingInformation only Reference(SamspilCarePlan)
* participant 2..4
* participant.actor 1..1
* participant.actor only Reference(SamspilPatient or SamspilHealthcareService or SamspilPractitioner or SamspilLocation)
* participant ^slicing.discriminator.type = #type
* participant ^slicing.discriminator.path = "actor.resolve()"
* participant ^slicing.rules = #open
* participant contains citizen 1..1 and service 1..1 and practitioner 0..1 and place 0..1
* participant[citizen].actor only Reference(SamspilPatient)
* participant[service].actor only Reference(SamspilHealthcareService)
* participant[practitioner].actor only Reference(SamspilPractitioner)
* participant[place].actor only Reference(SamspilLocation)
* extension contains ActingParty named actingParty 0..1

Extension: ActingParty
Id: acting-party
Title: "Who acted last"
Description: "Who did what was done last, on whose behalf, in what capacity, by which mandate and when."
Context: Appointment
* extension contains
    capacity 1..1 and
    who 0..1 and
    onBehalfOf 0..1 and
    relation 0..1 and
    mandate 0..1 and
    at 0..1
* extension[capacity].value[x] only code
* extension[capacity].value[x] from Capacities (required)
* extension[who].value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner)
* extension[onBehalfOf].value[x] only Reference(SamspilPatient)
* extension[relation].value[x] only string
* extension[mandate].value[x] only string
* extension[at].value[x] only dateTime

CodeSystem: CancellationReason
Id: cancellation-reason
Title: "Reason of a cancellation"
* ^caseSensitive = true
* ^content = #complete
* #citizen "Borgeren meldte afbud"
* #illness "Sygdom"
* #transport "Transport"
* #staff "Personalet aflyste"
* #other "Andet"
* #late "Efter afbudsfristen"

ValueSet: CancellationReasons
Id: cancellation-reasons
Title: "Reasons of a cancellation, and whether it came late"
* include codes from system CancellationReason

CodeSystem: Capacity
Id: capacity
Title: "Capacity in which somebody acted"
* ^caseSensitive = true
* ^content = #complete
* #self "The citizen"
* #relative "A relative with a mandate"
* #staff "Staff"
* #link-holder "Whoever held the link of a reminder"
* #system "A machine"

ValueSet: Capacities
Id: capacities
Title: "Capacities in which somebody acts"
* include codes from system Capacity
