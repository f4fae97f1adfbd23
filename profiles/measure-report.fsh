// What is hidden has R4's extension http://hl7.org/fhir/StructureDefinition/data-absent-reason in place of a count.

Profile: SamspilMeasureReport
Parent: MeasureReport
Id: samspil-measure-report
Title: "Figure for evaluation"
Description: "One figure of one day, week or month of the Danish calendar: how many, and how many of them it is about, of all and of each unit. A month is told exactly; numbers so small that they may tell of somebody are masked, and what they could be worked out from. Days and weeks are told to the nearest of a step, so that nothing can be worked out by taking one period from another. The definition is the code's in the code system figure."
* insert Danish([[Nøgletal til evaluering]], [[Ét nøgletal for én dag, uge eller måned i den danske kalender: hvor mange, og hvor mange af dem det handler om, af alle og af hver enhed. En måned vises nøjagtigt; tal så små, at de kan røbe nogen, er skjult, og det, de kunne regnes ud af, også. Dage og uger er afrundet, så intet kan regnes ud ved at trække et tidsrum fra et andet. Definitionen er kodens i kodesystemet figure.]])
* extension contains FigurePeriod named figurePeriod 1..1 and FigureRounding named figureRounding 0..1
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
* insert DanishTitle([[Nøgletallets tidsrum]])
* value[x] only code
* value[x] 1..1
* value[x] from FigurePeriods (required)

Extension: FigureRounding
Id: figure-rounding
Title: "Numbers are to the nearest of so many"
Description: "Each number by itself, the share is of the rounded ones; without it they are exact."
Context: MeasureReport
* insert Danish([[Tallene er afrundet til nærmeste]], [[Hvert tal for sig, og andelen er af de afrundede; uden den er de nøjagtige.]])
* value[x] only positiveInt
* value[x] 1..1

CodeSystem: FigurePeriodLength
Id: figure-period-length
Title: "Lengths of reported periods"
* insert DanishTitle([[Nøgletals tidsrum]])
* ^caseSensitive = true
* ^content = #complete
* #day "A day"
* #day insert Da([[En dag]])
* #week "A week from Monday"
* #week insert Da([[En uge fra mandag]])
* #month "A month"
* #month insert Da([[En måned]])

ValueSet: FigurePeriods
Id: figure-periods
Title: "Lengths of reported periods"
* insert DanishTitle([[Nøgletals tidsrum]])
* include codes from system FigurePeriodLength

CodeSystem: Figure
Id: figure
Title: "Figures for evaluation"
Description: "Denominator: what is counted. Numerator: those of them that the figure is about."
* insert Danish([[Nøgletal til evaluering]], [[Nævner: det, der tælles. Tæller: dem af dem, som nøgletallet handler om.]])
* ^caseSensitive = true
* ^content = #complete
* #no-show "Udeblivelser: of appointments due in the period, home visits not among them, those to which nobody came"
* #no-show insert En([[No-shows]])
* #late-cancellation "Afbud efter fristen: of appointments due and those cancelled after the deadline, the latter"
* #late-cancellation insert En([[Late cancellations]])
* #booking-outside-hours "Bookinger uden for åbningstid: of bookings made in the period, here or in the care record, those made while the unit was closed; a unit that tells no hours is open when one of the others is that closes at times, and one that never closes is open on holidays too"
* #booking-outside-hours insert En([[Bookings outside opening hours]])
* #self-service "Selvbetjening: of bookings made in the period, here or in the care record, those made by citizen, relative or SMS link"
* #self-service insert En([[Self-service]])
* #relatives "Brug af pårørende: of what citizens and relatives did to appointments, what relatives did"
* #relatives insert En([[Use by relatives]])
* #login-outside-hours "Besøg uden for åbningstid: of citizens and relatives who came on a day, each counted once a day, those who first came while no unit was open, units that never close not counted"
* #login-outside-hours insert En([[Visits outside opening hours]])
* #measurements "Modtagne målinger: measurements received; those from citizen or relative"
* #measurements insert En([[Measurements received]])
* #reply-in-time "Svar inden for fristen: of messages that a unit was to answer, those answered in the time that was promised"
* #reply-in-time insert En([[Replies in time]])
* #reply-time "Svartid: of messages that a unit was to answer, those answered; the score is the hours until then, in the middle"
* #reply-time insert En([[Time to reply]])

ValueSet: Figures
Id: figures
Title: "Figures for evaluation"
* insert DanishTitle([[Nøgletal til evaluering]])
* include codes from system Figure
