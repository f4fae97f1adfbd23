// What is hidden has R4's extension http://hl7.org/fhir/StructureDefinition/data-absent-reason in place of a count.

Profile: SamspilMeasureReport
Parent: MeasureReport
Id: samspil-measure-report
Title: "Figure for evaluation"
Description: "One figure of one day, week or month of the Danish calendar: how many, and how many of them it is about, of all and of each unit. Numbers so small that they may tell of somebody are masked, and what they could be worked out from. The definition is the code's in the code system figure."
* extension contains FigurePeriod named figurePeriod 1..1
* status = #complete
* type = #summary
* subject 0..0
* date 1..1
* group 1..1
* group.code 1..1
* group.code from Figures (required)
* group.population 2..2
* group.stratifier 0..1

Extension: FigurePeriod
Id: figure-period
Title: "Length of a reported period"
Context: MeasureReport
* value[x] only code
* value[x] 1..1
* value[x] from FigurePeriods (required)

CodeSystem: FigurePeriodLength
Id: figure-period-length
Title: "Lengths of reported periods"
* ^caseSensitive = true
* ^content = #complete
* #day "A day"
* #week "A week from Monday"
* #month "A month"

ValueSet: FigurePeriods
Id: figure-periods
Title: "Lengths of reported periods"
* include codes from system FigurePeriodLength

CodeSystem: Figure
Id: figure
Title: "Figures for evaluation"
Description: "Denominator: what is counted. Numerator: those of them that the figure is about."
* ^caseSensitive = true
* ^content = #complete
* #no-show "Udeblivelser: of appointments due in the period, home visits not among them, those to which nobody came"
* #late-cancellation "Afbud efter fristen: of appointments due, cancelled ones too, those cancelled after the deadline"
* #booking-outside-hours "Bookinger uden for åbningstid: of bookings made in the period, here or in the care record, those made while the unit was closed"
* #self-service "Selvbetjening: of bookings made in the period, here or in the care record, those made by citizen, relative or SMS link"
* #relatives "Brug af pårørende: of what citizens and relatives did to appointments, what relatives did"
* #login-outside-hours "Besøg uden for åbningstid: of citizens and relatives who came on a day, each counted once a day, those who first came while no unit was open"
* #measurements "Modtagne målinger: measurements received; those from citizen or relative"
* #reply-in-time "Svar inden for fristen: of messages that a unit was to answer, those answered in the time that was promised"
* #reply-time "Svartid: hours until a message was answered, in the middle"

ValueSet: Figures
Id: figures
Title: "Figures for evaluation"
* include codes from system Figure
