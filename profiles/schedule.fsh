Profile: SamspilSchedule
Parent: Schedule
Id: samspil-schedule
Title: "Calendar of one staff member for one service (tjeneste)"
Description: "Slots are derived from it. Roster, breaks, absence, travel and equipment are in the view of staff only."
* insert Danish([[Én medarbejders kalender for én ydelse (tjeneste)]], [[Ledige tider udledes af den. Vagtplan, pauser, fravær, transport og udstyr står kun i personalets visning.]])
* active insert Why([[A calendar that is closed must be told from one that is merely full.]], [[En lukket kalender skal kunne kendes fra en, der blot er fuld.]])
* active 1..1
* actor insert Why([[A calendar is of one person in one function and of one service, since length, buffers and rules are the service's. Times of one person for two services are kept apart by the server.]], [[En kalender er én persons i én funktion og for én ydelse, fordi længde, ophold og regler er ydelsens. Serveren holder én persons tider for to ydelser ude fra hinanden.]])
* actor 2..*
* actor only Reference(SamspilPractitionerRole or SamspilPractitioner or SamspilHealthcareService or SamspilLocation)
* planningHorizon insert Why([[Whoever finds no time must know whether there is none, or whether the roster has not been made so far ahead.]], [[Den, der ingen tid finder, skal vide, om der ingen er, eller om vagtplanen ikke er lagt så langt frem.]])
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
* insert Danish([[Vagt]], [[Et stykke arbejde i dansk tid; en vagt, der slutter før den begynder, eller kl. 00:00, slutter næste dag.]])
* extension contains date 1..1 and from 1..1 and to 1..1 and location 0..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time
* extension[location].value[x] only Reference(SamspilLocation)

Extension: Absence
Id: absence
Title: "Absence (fravær)"
Description: "A stretch of wall time away from work; why stays in the care record."
Context: Schedule
* insert Danish([[Fravær]], [[Et stykke tid væk fra arbejdet; hvorfor bliver i omsorgsjournalen.]])
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: Session
Id: session
Title: "Session of a class (gang)"
Description: "One session in Danish wall time. It stands for the session of the rule that has its id."
Context: Schedule
* insert Danish([[Gang på et hold]], [[Én gang i dansk tid. Den træder i stedet for den gang af reglen, som har dens id.]])
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
* insert Danish([[Gentagne gange]], [[Ugedage og klokkeslæt, hver så mange uger fra den første dato til den sidste, undtagen nogle datoer. Hver gangs id er dens dato.]])
* extension contains day 0..7 and from 1..1 and to 1..1 and everyWeeks 1..1 and first 1..1 and last 1..1 and except 0..*
* extension[day].value[x] only code
* extension[day].value[x] from http://hl7.org/fhir/ValueSet/days-of-week (required)
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
* insert Danish([[Fast vagt]], [[Arbejde på nogle dage hver uge, eller hver n'te talt i mandage fra ugen for validFrom, i dansk tid også når uret stilles. Den hviler på helligdage, medmindre ydelsen siger andet.]])
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
* insert Danish([[Pause]], [[Et stykke tid uden aftaler; tiderne efter den tælles fra dens slutning.]])
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: RecurringBreak
Id: recurring-break
Title: "Recurring break (fast pause)"
Description: "A break on some days of every week."
Context: Schedule
* insert Danish([[Fast pause]], [[En pause på nogle dage hver uge.]])
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
* insert Danish([[Transporttid]], [[Minutter fra ét sted, eller én borgers hjem, til det næste.]])
* value[x] only integer

Extension: Equipment
Id: equipment
Title: "Equipment (udstyr)"
Description: "The number, in the unit's register, of something that each appointment takes besides the person. Two cannot have it at a time."
Context: Schedule
* insert Danish([[Udstyr]], [[Nummeret, i enhedens register, på noget, som hver aftale bruger ud over personen. To kan ikke have det på én gang.]])
* value[x] only string
