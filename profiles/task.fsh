Profile: SamspilTask
Parent: Task
Id: samspil-task
Title: "Request to a unit, what a unit is told, or a case (ønske, opgave, sag)"
Description: "A case that the municipality works on, with what is written on it. A citizen's wish for another time or for an appointment, which the unit answers before the end of the restriction; a late cancellation, and what is amiss with the data of an appointment, which the unit is told."
* insert Danish([[Ønske til en enhed, opgave eller sag]], [[En sag, som kommunen arbejder med, med det, der er skrevet på den. En borgers ønske om en anden tid eller om en aftale, som enheden svarer på før fristen; et sent afbud, og hvad der er galt med en aftales data, som enheden får at vide.]])
* intent insert Why([[What somebody wishes is told from what a unit has decided.]], [[Det, nogen ønsker, kendes fra det, en enhed har besluttet.]])
* intent 1..1
* code insert Why([[Units work off tasks by kind: a wish for another time has a deadline, a fault in data has none.]], [[Enheder tager opgaver efter art: et ønske om en anden tid har en frist, en fejl i data har ingen.]])
* code 1..1
* code from TaskCodes (required)
* code.coding 1..1
* for insert Why([[Every task is about one citizen, who may read it: R4 has Task in no patient compartment, so this element alone decides who sees it.]], [[Hver opgave handler om én borger, som må læse den: R4 har ikke Task i borgerens compartment, så dette felt alene afgør, hvem der ser den.]])
* for 1..1
* for only Reference(SamspilPatient)
* focus insert Why([[What it is about, so that it can be opened from the task.]], [[Hvad den handler om, så det kan åbnes fra opgaven.]])
* focus only Reference(SamspilAppointment or SamspilHealthcareService or SamspilCommunication or SamspilObservation)
* owner insert Why([[A unit answers, not a person: people are away.]], [[En enhed svarer, ikke en person: personer er væk.]])
* owner 1..1
* owner only Reference(SamspilOrganization)
* authoredOn insert Why([[Deadlines count from it.]], [[Frister regnes fra det.]])
* authoredOn 1..1
* lastModified insert Why([[Whoever waits must see that something has happened.]], [[Den, der venter, skal kunne se, at der er sket noget.]])
* lastModified 1..1
* basedOn insert Why([[A case answers an inquiry; the citizen follows it from there.]], [[En sag svarer på en henvendelse; borgeren følger den derfra.]])
* basedOn only Reference(SamspilServiceRequest)
* businessStatus insert Why([[R4's status does not tell a case that is looked into from one that is decided.]], [[R4s status kender ikke en sag, der oplyses, fra en, der er afgjort.]])
* businessStatus from CaseStates (required)
* extension contains LegalBasis named legalBasis 0..1 and CaseOfficer named caseOfficer 0..1
* requester insert Why([[Whether the citizen, a relative, staff or a machine asked is what staff look for first.]], [[Om borgeren, en pårørende, personalet eller en maskine spurgte, er det første, personalet ser efter.]])
* requester only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner or SamspilDevice)

CodeSystem: TaskCode
Id: task-code
Title: "What a task is about"
* insert DanishTitle([[Hvad en opgave handler om]])
* ^caseSensitive = true
* ^content = #complete
* #move-request "Ønske om en anden tid"
* #move-request insert En([[Wish for another time]])
* #booking-request "Ønske om en tid"
* #booking-request insert En([[Wish for a time]])
* #late-cancellation "Afbud efter fristen"
* #late-cancellation insert En([[Cancellation after the deadline]])
* #data-quality "Fejl i data om en aftale"
* #data-quality insert En([[Fault in the data of an appointment]])
* #out-of-range "Måling uden for det aftalte"
* #out-of-range insert En([[Measurement outside what was agreed]])
* #undelivered-message "Besked kunne ikke leveres"
* #undelivered-message insert En([[Message could not be delivered]])
* #case "Sag"
* #case insert En([[Case]])

ValueSet: TaskCodes
Id: task-codes
Title: "What tasks are about"
* insert DanishTitle([[Hvad opgaver handler om]])
* include codes from system TaskCode

CodeSystem: TaskInput
Id: task-input
Title: "What is given with a task, and what comes of it"
* insert DanishTitle([[Hvad der følger med en opgave, og hvad der kommer ud af den]])
* ^caseSensitive = true
* ^content = #complete
* #wished-slot "Ønsket ledig tid"
* #wished-slot insert En([[Free time wished for]])
* #wished-period "Ønsket tidsrum"
* #wished-period insert En([[Period wished for]])
* #given-slot "Tiden, som enheden gav"
* #given-slot insert En([[The time that the unit gave]])
* #appointment "Aftalen, som det blev til"
* #appointment insert En([[The appointment that came of it]])

CodeSystem: DataQuality
Id: data-quality
Title: "What is amiss with the data of an appointment"
* insert DanishTitle([[Hvad der er galt med en aftales data]])
* ^caseSensitive = true
* ^content = #complete
* #place "Stedet er ikke angivet helt ned til lokalet med vejvisning"
* #place insert En([[The place is not told down to the room with the way there]])
* #transition "Status er ændret på en måde, som tabellen ikke kender"
* #transition insert En([[The status was changed in a way that the table does not know]])
* #double-booked "To aftaler deler person eller lokale på samme tid"
* #double-booked insert En([[Two appointments share a person or a room at one time]])
* #unreached "Borgeren kunne ikke nås med en besked"
* #unreached insert En([[The citizen could not be reached with a message]])

ValueSet: DataQualities
Id: data-qualities
Title: "What can be amiss with the data of an appointment"
* insert DanishTitle([[Hvad der kan være galt med en aftales data]])
* include codes from system DataQuality

CodeSystem: CaseState
Id: case-state
Title: "How far a case has come"
* insert DanishTitle([[Hvor langt en sag er]])
* ^caseSensitive = true
* ^content = #complete
* #received "Modtaget"
* #received insert En([[Received]])
* #investigation "Oplyses"
* #investigation insert En([[Investigated]])
* #decision "Afgørelse"
* #decision insert En([[Decision]])
* #closed "Afsluttet"
* #closed insert En([[Closed]])
* #annulled "Annulleret"
* #annulled insert En([[Annulled]])

ValueSet: CaseStates
Id: case-states
Title: "How far cases come"
* insert DanishTitle([[Hvor langt sager er]])
* include codes from system CaseState

Extension: CaseOfficer
Id: case-officer
Title: "Case officer (sagsbehandler)"
Description: "Who works on the case."
Context: Task
* insert Danish([[Sagsbehandler]], [[Den, der arbejder med sagen.]])
* value[x] only Reference(SamspilPractitioner)
* value[x] 1..1
