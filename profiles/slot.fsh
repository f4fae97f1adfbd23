Profile: SamspilSlot
Parent: Slot
Id: samspil-slot
Title: "Time in a calendar"
Description: "Derived from roster, absence and appointments; its id follows from calendar and start. Only staff see one that is not free."
* insert Danish([[Tid i en kalender]], [[Afledt af vagtplan, fravær og aftaler; dens id følger af kalender og start. Kun personalet ser en, der ikke er ledig.]])
* serviceType insert Why([[A free time is free for a service: without its code a time that is long enough for one would be offered for another.]], [[En ledig tid er ledig til en ydelse: uden dens kode ville en tid, der er lang nok til én, blive tilbudt til en anden.]])
* serviceType 1..1
* schedule insert Why([[Person, unit and rules stand on the calendar.]], [[Person, enhed og regler står på kalenderen.]])
* schedule 1..1
* schedule only Reference(SamspilSchedule)
* extension contains SlotLocation named slotLocation 0..1 and HoldExpires named holdExpires 0..1
* extension contains SlotPractitioner named slotPractitioner 0..1 and Remaining named remaining 0..1

Extension: SlotLocation
Id: slot-location
Title: "Place of a time"
Description: "Where the staff member works at that time, when the shift says so."
Context: Slot
* insert Danish([[Tidens sted]], [[Hvor medarbejderen arbejder på det tidspunkt, når vagten siger det.]])
* value[x] only Reference(SamspilLocation)
* value[x] 1..1

Extension: SlotPractitioner
Id: slot-practitioner
Title: "Who holds a session"
Description: "The member of staff of that session of a class."
Context: Slot
* insert Danish([[Hvem der holder en gang]], [[Medarbejderen på den gang af et hold.]])
* value[x] only Reference(SamspilPractitioner)
* value[x] 1..1

Extension: Remaining
Id: remaining
Title: "Seats left"
Description: "How many more may join a session of a class. Its capacity stands beside it, in http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity."
Context: Slot
* insert Danish([[Ledige pladser]], [[Hvor mange flere der kan tilmelde sig en gang på et hold. Kapaciteten står ved siden af, i http://fhir-registry.smarthealthit.org/StructureDefinition/slot-capacity.]])
* value[x] only integer
* value[x] 1..1
