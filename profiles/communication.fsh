Profile: SamspilCommunication
Parent: Communication
Id: samspil-communication
Title: "Message to a citizen"
Description: "A reminder for now: that it was sent and came, never its text, which holds a link that is a key."
* identifier 1..1
* identifier.system = "https://samspil.example/fhir/reminder"
* status 1..1
* category 1..1
* category = http://terminology.hl7.org/CodeSystem/communication-category#notification
* medium 1..1
* subject 1..1
* subject only Reference(SamspilPatient)
* recipient 1..1
* about 1..1
* about only Reference(SamspilAppointment)
* payload 0..0
