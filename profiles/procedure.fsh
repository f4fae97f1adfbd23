Profile: SamspilProcedure
Parent: Procedure
Id: samspil-procedure
Title: "Exercise done (træningsudførelse)"
Description: "That a citizen has done an exercise of a programme at home: which, when, and who said so. The programme stands in basedOn where it is open to the reader."
* insert Danish([[Træningsudførelse]], [[At en borger har gjort en øvelse fra et program hjemme: hvilken, hvornår, og hvem der sagde det. Programmet står i basedOn, hvor det er åbent for læseren.]])
* status from ExerciseDoneStatuses (required)
* category 1..1
* category = PlanCategory#exercise
* subject 1..1
* subject only Reference(SamspilPatient)
* basedOn 0..1
* basedOn only Reference(SamspilCarePlan)
* performed[x] 1..1
* performed[x] only dateTime
* note 0..1
* extension contains
    Exercise named exercise 1..1 and
    ActingParty named actingParty 0..1

ValueSet: ExerciseDoneStatuses
Id: exercise-done-statuses
Title: "States of an exercise done"
* insert DanishTitle([[En udført øvelses tilstande]])
* http://hl7.org/fhir/event-status#completed
* http://hl7.org/fhir/event-status#entered-in-error
