Profile: SamspilCarePlan
Parent: CarePlan
Id: samspil-care-plan
Title: "Granted service (bevilget ydelse) or exercise programme (træningsprogram)"
Description: "A granted service has exactly one activity; FSIII UUID and legacy key are two codings of one concept. An exercise programme has the category exercise, an activity for each exercise, and is based on the granted service."
* insert Danish([[Bevilget ydelse eller træningsprogram]], [[En bevilget ydelse har netop én aktivitet; FSIII-UUID og den ældre nøgle er to kodninger af samme begreb. Et træningsprogram har kategorien exercise, en aktivitet for hver øvelse og bygger på den bevilgede ydelse.]])
* status 1..1
* intent = #plan
* title 0..1
* subject 1..1
* subject only Reference(SamspilPatient)
* period 1..1
* period.start 1..1
* created 1..1
* author 1..1
* author only Reference(SamspilOrganization or SamspilPractitioner)
* contributor 0..1
* contributor only Reference(SamspilOrganization)
* basedOn 0..1
* basedOn only Reference(SamspilCarePlan)
* category 0..1
* category from PlanCategories (required)
* supportingInfo 0..1
* supportingInfo only Reference(SamspilHealthcareService)
* activity.detail 1..1
* activity.detail.code.coding 0..2
* activity.detail.performer 1..1
* activity.detail.performer only Reference(SamspilOrganization)
* activity.extension contains
    Exercise named exercise 0..1 and
    ExerciseVideo named video 0..1 and
    ExerciseRepetitions named repetitions 0..1
* . obeys samspil-cpl-1

Invariant: samspil-cpl-1
Description: "A granted service has one activity with both codes; an exercise has a key."
Severity: #error
Expression: "(category.empty() implies (activity.count() = 1 and activity.detail.code.coding.count() = 2)) and (category.exists() implies activity.all(extension.exists()))"

Extension: Exercise
Id: exercise
Title: "Which exercise"
Description: "Its key within the programme."
Context: CarePlan.activity, Procedure
* insert Danish([[Hvilken øvelse]], [[Øvelsens nøgle i programmet.]])
* value[x] only string

Extension: ExerciseVideo
Id: exercise-video
Title: "Video of an exercise"
Description: "An https address."
Context: CarePlan.activity
* insert Danish([[Video af en øvelse]], [[En https-adresse.]])
* value[x] only url

Extension: ExerciseRepetitions
Id: exercise-repetitions
Title: "How often in a row"
Description: "As the therapist writes it."
Context: CarePlan.activity
* insert Danish([[Hvor mange gange i træk]], [[Som terapeuten skriver det.]])
* value[x] only string

CodeSystem: PlanCategory
Id: plan-category
Title: "What a plan or a request is for"
* insert DanishTitle([[Hvad en plan eller en anmodning gælder]])
* ^caseSensitive = true
* ^content = #complete
* #exercise "Træning hjemme"
* #exercise insert En([[Exercise at home]])
* #measurement "Måling hjemme"
* #measurement insert En([[Measuring at home]])

ValueSet: PlanCategories
Id: plan-categories
Title: "What plans are for"
* insert DanishTitle([[Hvad planer gælder]])
* include codes from system PlanCategory
