Profile: SamspilSchedule
Parent: Schedule
Id: samspil-schedule
Title: "Calendar of one staff member for one service (tjeneste)"
Description: "Slots are derived from it. Roster, breaks, absence, travel and equipment are in the view of staff only."
* active 1..1
* actor 2..*
* actor only Reference(SamspilPractitionerRole or SamspilPractitioner or SamspilHealthcareService or SamspilLocation)
* planningHorizon 0..1
* planningHorizon.start 1..1
* planningHorizon.end 1..1
* extension contains
    Roster named roster 0..* and
    Absence named absence 0..* and
    RecurringShift named recurringShift 0..* and
    Break named break 0..* and
    RecurringBreak named recurringBreak 0..* and
    TravelMinutes named travelMinutes 0..1 and
    Equipment named equipment 0..*
* extension contains Session named session 0..* and SessionRule named sessionRule 0..1

Extension: Roster
Id: roster
Title: "Shift (vagt)"
Description: "A stretch of work in Danish wall time; one that ends before it begins, or at 00:00, ends on the next day."
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

Extension: Session
Id: session
Title: "Session of a class (gang)"
Description: "One session in Danish wall time. It stands for the session of the rule that has its id."
Context: Schedule
* extension contains id 1..1 and date 1..1 and from 1..1 and to 1..1 and location 0..1 and practitioner 0..1 and cancelled 0..1
* extension[id].value[x] only string
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time
* extension[location].value[x] only Reference(SamspilLocation)
* extension[practitioner].value[x] only Reference(SamspilPractitioner)
* extension[cancelled].value[x] only boolean

Extension: SessionRule
Id: session-rule
Title: "Sessions that repeat (gentagelse)"
Description: "Days of the week and wall time, every so many weeks from the first date to the last, but for some dates. The id of each session is its date."
Context: Schedule
* extension contains day 0..7 and from 1..1 and to 1..1 and everyWeeks 1..1 and first 1..1 and last 1..1 and except 0..*
* extension[day].value[x] only code
* extension[from].value[x] only time
* extension[to].value[x] only time
* extension[everyWeeks].value[x] only integer
* extension[first].value[x] only date
* extension[last].value[x] only date
* extension[except].value[x] only date

Extension: RecurringShift
Id: recurring-shift
Title: "Recurring shift (fast vagt)"
Description: "Work on some days of every week, or of every nth counted by Mondays from the week of validFrom, in Danish wall time also when the clock changes. It rests on public holidays unless the service says otherwise."
Context: Schedule
* extension contains
    day 0..7 and
    from 1..1 and
    to 1..1 and
    everyWeeks 0..1 and
    validFrom 1..1 and
    validTo 0..1 and
    location 0..1 and
    except 0..*
* extension[day].value[x] only code
* extension[day].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
* extension[from].value[x] only time
* extension[to].value[x] only time
* extension[everyWeeks].value[x] only integer
* extension[validFrom].value[x] only date
* extension[validTo].value[x] only date
* extension[location].value[x] only Reference(SamspilLocation)
* extension[except].value[x] only date

Extension: Break
Id: break
Title: "Break (pause)"
Description: "A stretch of wall time without appointments; the times after it are counted from its end."
Context: Schedule
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: RecurringBreak
Id: recurring-break
Title: "Recurring break (fast pause)"
Description: "A break on some days of every week."
Context: Schedule
* extension contains day 0..7 and from 1..1 and to 1..1
* extension[day].value[x] only code
* extension[day].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: TravelMinutes
Id: travel-minutes
Title: "Travel (transporttid)"
Description: "Minutes from one place, or one citizen's home, to the next."
Context: Schedule
* value[x] only integer

Extension: Equipment
Id: equipment
Title: "Equipment (udstyr)"
Description: "The number, in the unit's register, of something that each appointment takes besides the person. Two cannot have it at a time."
Context: Schedule
* value[x] only string
