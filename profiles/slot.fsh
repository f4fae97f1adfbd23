Profile: SamspilSlot
Parent: Slot
Id: samspil-slot
Title: "Time in a calendar"
Description: "Derived from roster, absence and appointments; its id follows from calendar and start. Only staff see one that is not free."
* serviceType 1..1
* schedule 1..1
* schedule only Reference(SamspilSchedule)
* extension contains SlotLocation named slotLocation 0..1

Extension: SlotLocation
Id: slot-location
Title: "Place of a time"
Description: "Where the staff member works at that time, when the shift says so."
Context: Slot
* value[x] only Reference(SamspilLocation)
* value[x] 1..1
