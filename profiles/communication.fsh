Profile: SamspilCommunication
Parent: Communication
Id: samspil-communication
Title: "Message to a citizen or relative"
Description: "A reminder, or word of a change or an offer: that it was sent and came, never its text, which holds a link that is a key."
* identifier 1..1
* identifier.system = "https://samspil.example/fhir/reminder"
* status 1..1
* category 1..1
* category = http://terminology.hl7.org/CodeSystem/communication-category#notification
* medium 1..1
* subject 1..1
* subject only Reference(SamspilPatient)
* recipient 1..1
* recipient only Reference(SamspilPatient or SamspilRelatedPerson)
* about 1..1
* about only Reference(SamspilAppointment)
* payload 0..0
* statusReason from MessageFailures (required)

CodeSystem: MessageFailure
Id: message-failure
Title: "Why a message reached nobody"
* ^caseSensitive = true
* ^content = #complete
* #undeliverable "The number takes no messages"
* #unreachable "No channel reaches the person"

ValueSet: MessageFailures
Id: message-failures
Title: "Why messages reach nobody"
* include codes from system MessageFailure
