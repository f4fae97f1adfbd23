// A cancelled appointment also carries R5's extension
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate
// and one that is held by video carries R5's
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService
// with _datatype, channelType (service-form#video) and address (url): a page that asks who comes. What opens the meeting stands nowhere.

Profile: SamspilAppointment
Parent: Appointment
Id: samspil-appointment
Title: "Appointment or home visit (aftale, besøg)"
Description: "When, with whom and exactly where. The service is always a participant; the one who booked is not, but stands in the extension acting-party. For a home visit start and end are the window, and minutesDuration how long it takes. A hold (pending) and a place on the waiting list (waitlist, without a time) are known here alone and have no number of Cura's."
* identifier 0..1
* identifier.system 1..1
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
* extension contains HoldExpires named holdExpires 0..1
* extension contains WaitlistWish named waitlistWish 0..1
* extension contains ClassSession named classSession 0..1

Extension: ActingParty
Id: acting-party
Title: "Who acted last"
Description: "Who did what was done last, on whose behalf, in what capacity, by which mandate, why if staff set rules aside, and when."
Context: Appointment, Observation, ServiceRequest, Communication, Procedure
* extension contains
    capacity 1..1 and
    who 0..1 and
    onBehalfOf 0..1 and
    relation 0..1 and
    mandate 0..1 and
    reason 0..1 and
    at 0..1
* extension[capacity].value[x] only code
* extension[capacity].value[x] from Capacities (required)
* extension[who].value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner)
* extension[onBehalfOf].value[x] only Reference(SamspilPatient)
* extension[relation].value[x] only string
* extension[mandate].value[x] only string
* extension[reason].value[x] only string
* extension[at].value[x] only dateTime

Extension: HoldExpires
Id: hold-expires
Title: "How long a time is held"
Description: "When a hold or an offer is over; from then on it is nobody's. On a Slot: only a hold is in the way of it until then."
Context: Appointment, Slot
* value[x] only dateTime

Extension: WaitlistWish
Id: waitlist-wish
Title: "What somebody on the waiting list wishes"
Description: "Since when the citizen is in line, and what the time is to be beside the window in requestedPeriod. It stays while a time is offered, and tells an offer from a hold."
Context: Appointment
* extension contains
    joined 1..1 and
    practitioner 0..1 and
    weekday 0..7 and
    from 0..1 and
    to 0..1
* extension[joined].value[x] only dateTime
* extension[practitioner].value[x] only Reference(SamspilPractitioner)
* extension[weekday].value[x] only code
* extension[from].value[x] only time
* extension[to].value[x] only time

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

Extension: ClassSession
Id: class-session
Title: "Seat in a class (holdtilmelding)"
Description: "Which session of the class, and what all sessions have in common that were joined at once."
Context: Appointment
* extension contains session 1..1 and series 0..1
* extension[session].value[x] only string
* extension[series].value[x] only string

Extension: BookingManner
Id: booking-manner
Title: "How the time is booked"
Description: "Of a proposal: request, when the unit is asked by $request-booking and the time cannot be booked directly."
Context: Appointment
* value[x] 1..1
* value[x] only code
