Profile: SamspilSchedule
Parent: Schedule
Id: samspil-schedule
Title: "Calendar of one staff member for one service (tjeneste)"
Description: "Slots are derived from it. Roster and absence are in the view of staff only."
* active 1..1
* actor 3..3
* actor only Reference(SamspilPractitionerRole or SamspilHealthcareService or SamspilLocation)
* planningHorizon 1..1
* planningHorizon.start 1..1
* planningHorizon.end 1..1
* extension contains Roster named roster 0..* and Absence named absence 0..*

Extension: Roster
Id: roster
Title: "Shift (vagt)"
Description: "A stretch of work in Danish wall time; one that does not end after it begins ends on the next day."
Context: Schedule
* extension contains date 1..1 and from 1..1 and to 1..1 and location 0..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time
* extension[location].value[x] only Reference(SamspilLocation)

Extension: Absence
Id: absence
Title: "Absence (fravær)"
Description: "A stretch of wall time away from work; why stays in Cura."
Context: Schedule
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time
