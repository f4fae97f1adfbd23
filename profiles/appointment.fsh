// A cancelled appointment also carries R5's extension
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate
// and one that is held by video carries R5's
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.virtualService
// with _datatype, channelType (service-form#video) and address (url): a page that asks who comes. What opens the meeting stands nowhere.

Profile: SamspilAppointment
Parent: Appointment
Id: samspil-appointment
Title: "Appointment or home visit (aftale, besøg)"
Description: "When, with whom and exactly where. The service is always a participant; the one who booked is not, but stands in the extension acting-party. For a home visit start and end are the window, and minutesDuration how long it takes. A hold (pending) and a place on the waiting list (waitlist, without a time) are not known to the care record and have no number of its own. A cancelled one says when (R5's cancellationDate), one by video where to go (R5's virtualService), each in R5's cross-version extension."
* insert Danish([[Aftale eller besøg]], [[Hvornår, med hvem og præcis hvor. Ydelsen er altid deltager; den, der bestilte, er det ikke, men står i acting-party. Ved et besøg er start og slut det tidsrum, besøget falder i, og minutesDuration dets længde. En holdt tid (pending) og en plads på ventelisten (waitlist, uden tid) kendes ikke af omsorgsjournalen og har intet nummer fra den. En aflyst siger hvornår (R5s cancellationDate), en på video hvor man går hen (R5s virtualService), hver i R5s cross-version extension.]])
* identifier insert Why([[The number by which the care record knows the appointment, so that staff and citizen can speak of the same one; a held time and a place on the waiting list have none, for the care record does not know them.]], [[Nummeret, som omsorgsjournalen kender aftalen på, så personale og borger kan tale om den samme; en holdt tid og en plads på ventelisten har intet, for omsorgsjournalen kender dem ikke.]])
* identifier 0..1
* identifier.system 1..1
* created insert Why([[Who came first counts where two want one time, and waiting lists are answered in order.]], [[Hvem der kom først, tæller, når to vil have samme tid, og ventelister besvares i rækkefølge.]])
* . obeys samspil-appointment-1
* . obeys samspil-appointment-2
* requestedPeriod insert Why([[IHE Scheduling asks for it in every appointment. It is the appointment's own time once it is booked, the window asked for before.]], [[IHE Scheduling kræver det på hver aftale. Det er aftalens egen tid, når den er bestilt, og før det vinduet, der blev spurgt om.]])
* requestedPeriod 1..1
* requestedPeriod.start 1..1
* requestedPeriod.end 1..1
* cancelationReason insert Why([[A late cancellation costs the unit a time: whether it came after the deadline must be told apart in figures, whatever the words.]], [[Et sent afbud koster enheden en tid: om det kom efter fristen, skal kunne kendes i nøgletal, uanset ordene.]])
* cancelationReason from CancellationReasons (required)
* supportingInformation insert Why([[A service that must be granted is booked under one grant; the reader must be able to see which.]], [[En ydelse, der skal bevilges, bestilles under én bevilling; læseren skal kunne se hvilken.]])
* supportingInformation 0..1
* supportingInformation only Reference(SamspilCarePlan)
* participant insert Why([[One citizen an appointment, also in a class, so that participants never meet in the data. Whoever merely booked is no participant: attendance would be claimed of somebody who stays at home.]], [[Én borger pr. aftale, også på hold, så deltagere aldrig mødes i data. Den, der blot bestilte, er ikke deltager: det ville påstå, at én, der bliver hjemme, kommer.]])
* participant 1..4
* participant.actor 1..1
* participant.actor only Reference(SamspilPatient or SamspilHealthcareService or SamspilPractitioner or SamspilLocation)
* participant ^slicing.discriminator.type = #type
* participant ^slicing.discriminator.path = "actor.resolve()"
* participant ^slicing.rules = #open
* participant contains citizen 0..1 and service 1..1 and practitioner 0..1 and place 0..1
* participant[citizen].actor only Reference(SamspilPatient)
* participant[service].actor only Reference(SamspilHealthcareService)
* participant[practitioner].actor only Reference(SamspilPractitioner)
* participant[place].actor only Reference(SamspilLocation)
* extension contains ActingParty named actingParty 0..1
* extension contains HoldExpires named holdExpires 0..1
* extension contains WaitlistWish named waitlistWish 0..1
* extension contains ClassSession named classSession 0..1

Invariant: samspil-appointment-1
Description: "All but a proposal say when they were made; a proposal is nobody's yet."
Severity: #error
Expression: "status = 'proposed' or created.exists()"

Invariant: samspil-appointment-2
Description: "A citizen takes part in all but a proposal; a proposal is nobody's yet."
Severity: #error
Expression: "status = 'proposed' or participant.actor.reference.where(startsWith('Patient/') or contains('/Patient/')).exists()"

Extension: ActingParty
Id: acting-party
Title: "Who acted last"
Description: "Who did what was done last, on whose behalf, in what capacity, by which mandate, why if staff set rules aside, and when."
Context: Appointment, Observation, ServiceRequest, Communication, Procedure
* insert Danish([[Hvem handlede sidst]], [[Hvem der sidst gjorde noget, på hvis vegne, i hvilken egenskab, med hvilken fuldmagt, hvorfor, hvis personalet satte regler til side, og hvornår.]])
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
* insert Danish([[Hvor længe en tid holdes]], [[Hvornår en holdt tid eller et tilbud udløber; derefter er den ingens. På en Slot: indtil da er kun en holdt tid i vejen.]])
* value[x] only dateTime

Extension: WaitlistWish
Id: waitlist-wish
Title: "What somebody on the waiting list wishes"
Description: "Since when the citizen is in line, and what the time is to be beside the window in requestedPeriod. It stays while a time is offered, and tells an offer from a hold."
Context: Appointment
* insert Danish([[Hvad den, der venter, ønsker]], [[Siden hvornår borgeren har ventet, og hvordan tiden skal være ud over tidsrummet i requestedPeriod. Ønsket bliver stående, mens en tid er tilbudt, og kender et tilbud fra en holdt tid.]])
* extension contains
    joined 1..1 and
    practitioner 0..1 and
    weekday 0..7 and
    from 0..1 and
    to 0..1
* extension[joined].value[x] only dateTime
* extension[practitioner].value[x] only Reference(SamspilPractitioner)
* extension[weekday].value[x] only code
* extension[weekday].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
* extension[from].value[x] only time
* extension[to].value[x] only time

CodeSystem: CancellationReason
Id: cancellation-reason
Title: "Reason of a cancellation"
* insert DanishTitle([[Årsag til afbud]])
* ^caseSensitive = true
* ^content = #complete
* #citizen "Borgeren meldte afbud"
* #citizen insert En([[The citizen cancelled]])
* #illness "Sygdom"
* #illness insert En([[Illness]])
* #transport "Transport"
* #transport insert En([[Transport]])
* #staff "Personalet aflyste"
* #staff insert En([[Staff cancelled]])
* #other "Andet"
* #other insert En([[Other]])
* #late "Efter afbudsfristen"
* #late insert En([[After the deadline for cancelling]])

ValueSet: CancellationReasons
Id: cancellation-reasons
Title: "Reasons of a cancellation, and whether it came late"
* insert DanishTitle([[Årsager til afbud, og om det kom for sent]])
* include codes from system CancellationReason

CodeSystem: Capacity
Id: capacity
Title: "Capacity in which somebody acted"
* insert DanishTitle([[I hvilken egenskab nogen handlede]])
* ^caseSensitive = true
* ^content = #complete
* #self "The citizen"
* #self insert Da([[Borgeren]])
* #relative "A relative with a mandate"
* #relative insert Da([[En pårørende med fuldmagt]])
* #staff "Staff"
* #staff insert Da([[Personalet]])
* #link-holder "Whoever held the link of a reminder"
* #link-holder insert Da([[Den, der havde påmindelsens link]])
* #system "A machine"
* #system insert Da([[En maskine]])

ValueSet: Capacities
Id: capacities
Title: "Capacities in which somebody acts"
* insert DanishTitle([[Egenskaber, nogen handler i]])
* include codes from system Capacity

Extension: ClassSession
Id: class-session
Title: "Seat in a class (holdtilmelding)"
Description: "Which session of the class, and what all sessions have in common that were joined at once."
Context: Appointment
* insert Danish([[Plads på et hold (holdtilmelding)]], [[Hvilken gang på holdet, og hvad der er fælles for de gange, man tilmeldte sig på én gang.]])
* extension contains session 1..1 and series 0..1
* extension[session].value[x] only string
* extension[series].value[x] only string

Extension: BookingManner
Id: booking-manner
Title: "How the time is booked"
Description: "Of a proposal: request, when the unit is asked by $request-booking and the time cannot be booked directly."
Context: Appointment
* insert Danish([[Hvordan tiden bestilles]], [[På et forslag: request, når enheden skal spørges med $request-booking, og tiden ikke kan bestilles direkte.]])
* value[x] 1..1
* value[x] only code
* value[x] from BookingManners (required)
