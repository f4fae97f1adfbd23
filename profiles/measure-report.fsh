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
* #no-show "Udeblivelser" "Of appointments due in the period, home visits not among them, those to which nobody came."
* #no-show insert En([[No-shows]])
* #no-show insert Meaning([[Af aftaler i perioden, hjemmebesøg ikke medregnet, dem, som ingen kom til.]])
* #late-cancellation "Afbud efter fristen" "Of appointments due and those cancelled after the deadline, the latter."
* #late-cancellation insert En([[Late cancellations]])
* #late-cancellation insert Meaning([[Af aftaler, der skulle holdes, og dem, der blev aflyst efter fristen, de sidste.]])
* #booking-outside-hours "Bookinger uden for åbningstid" "Of bookings made in the period, here or in the care record, those made while the unit was closed; a unit that tells no hours is open when one of the others is that closes at times, and one that never closes is open on holidays too."
* #booking-outside-hours insert En([[Bookings outside opening hours]])
* #booking-outside-hours insert Meaning([[Af bookinger i perioden, her eller i omsorgsjournalen, dem, der blev lavet, mens enheden havde lukket; en enhed, der ingen tider oplyser, har åbent, når en af de andre, der lukker ind imellem, har det, og en, der aldrig lukker, har også åbent på helligdage.]])
* #self-service "Selvbetjening" "Of bookings made in the period, here or in the care record, those made by citizen, relative or SMS link."
* #self-service insert En([[Self-service]])
* #self-service insert Meaning([[Af bookinger i perioden, her eller i omsorgsjournalen, dem, der blev lavet af borger, pårørende eller SMS-link.]])
* #relatives "Brug af pårørende" "Of what citizens and relatives did to appointments, what relatives did."
* #relatives insert En([[Use by relatives]])
* #relatives insert Meaning([[Af det, borgere og pårørende gjorde ved aftaler, det, de pårørende gjorde.]])
* #login-outside-hours "Besøg uden for åbningstid" "Of citizens and relatives who came on a day, each counted once a day, those who first came while no unit was open, units that never close not counted."
* #login-outside-hours insert En([[Visits outside opening hours]])
* #login-outside-hours insert Meaning([[Af borgere og pårørende, der kom en dag, hver talt én gang om dagen, dem, der først kom, mens ingen enhed havde åbent; enheder, der aldrig lukker, tælles ikke.]])
* #measurements "Modtagne målinger" "Measurements received; those from citizen or relative."
* #measurements insert En([[Measurements received]])
* #measurements insert Meaning([[Modtagne målinger; dem fra borger eller pårørende.]])
* #reply-in-time "Svar inden for fristen" "Of messages that a unit was to answer, those answered in the time that was promised."
* #reply-in-time insert En([[Replies in time]])
* #reply-in-time insert Meaning([[Af beskeder, som en enhed skulle svare på, dem, der blev besvaret inden for den lovede tid.]])
* #reply-time "Svartid" "Of messages that a unit was to answer, those answered; the score is the hours until then, in the middle."
* #reply-time insert En([[Time to reply]])
* #reply-time insert Meaning([[Af beskeder, som en enhed skulle svare på, dem, der blev besvaret; tallet er timerne til da, den midterste værdi.]])

ValueSet: Figures
Id: figures
Title: "Figures for evaluation"
* insert DanishTitle([[Nøgletal til evaluering]])
* include codes from system Figure
