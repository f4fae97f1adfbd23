Profile: SamspilSlot
Parent: Slot
Id: samspil-slot
Title: "Time in a calendar"
Description: "Derived from roster, absence and appointments; its id follows from calendar and start. Only staff see one that is not free."
* serviceType 1..1
* schedule 1..1
* schedule only Reference(SamspilSchedule)
* extension contains SlotLocation named slotLocation 0..1 and HoldExpires named holdExpires 0..1
* extension contains SlotPractitioner named slotPractitioner 0..1 and Remaining named remaining 0..1

Extension: SlotLocation
Id: slot-location
Title: "Place of a time"
Description: "Where the staff member works at that time, when the shift says so."
Context: Slot
* value[x] only Reference(SamspilLocation)
* value[x] 1..1

Extension: SlotPractitioner
Id: slot-practitioner
Title: "Who holds a session"
Description: "The member of staff of that session of a class."
Context: Slot
* value[x] only Reference(SamspilPractitioner)
* value[x] 1..1

Extension: Remaining
Id: remaining
Title: "Seats left"
Description: "How many more may join a session of a class. Its capacity stands beside it, in http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity."
Context: Slot
* value[x] only integer
* value[x] 1..1
