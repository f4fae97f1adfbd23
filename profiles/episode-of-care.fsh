Profile: SamspilEpisodeOfCare
Parent: EpisodeOfCare
Id: samspil-episode-of-care
Title: "Course of care (forløb)"
Description: "A course that granted services belong to: its kind, by which law, by which unit, and the conditions behind it."
* insert Danish([[Forløb]], [[Et forløb, som bevilgede ydelser hører til: dets art, lov, enhed og tilstandene bag.]])
* status 1..1
* type 1..1
* type from CourseKinds (required)
* patient 1..1
* patient only Reference(SamspilPatient)
* managingOrganization 1..1
* managingOrganization only Reference(SamspilOrganization)
* period 1..1
* careManager only Reference(SamspilPractitioner)
* extension contains LegalBasis named legalBasis 1..1

CodeSystem: CourseKind
Id: course-kind
Title: "Kind of a course of care"
* insert DanishTitle([[Forløbets art]])
* ^caseSensitive = true
* ^content = #complete
* #nursing "Sygepleje"
* #nursing insert En([[Nursing]])
* #care "Pleje og omsorg"
* #care insert En([[Personal and practical care]])
* #retraining "Genoptræning"
* #retraining insert En([[Retraining]])
* #rehabilitation "Rehabilitering"
* #rehabilitation insert En([[Rehabilitation]])
* #prevention "Forebyggelse"
* #prevention insert En([[Prevention]])
* #aids "Hjælpemidler"
* #aids insert En([[Assistive devices]])

ValueSet: CourseKinds
Id: course-kinds
Title: "Kinds of courses of care"
* insert DanishTitle([[Arter af forløb]])
* include codes from system CourseKind

Extension: ShownBecause
Id: shown-because
Title: "Why it is shown (hvorfor det vises)"
Description: "Why the municipality opens the resource to the reader: by which law, and in words, Danish and English. Stands in what citizens and relatives see, never in what is stored."
Context: CarePlan, CareTeam, Composition, Condition, Device, EpisodeOfCare, Goal, ServiceRequest, Task
* insert Danish([[Hvorfor det vises]], [[Hvorfor kommunen åbner ressourcen for læseren: efter hvilken lov, og med ord, på dansk og engelsk. Står i det, borgere og pårørende ser, aldrig i det, der er gemt.]])
* extension contains policy 0..1 and da 1..1 and en 1..1
* extension[policy].value[x] only uri
* extension[da].value[x] only string
* extension[en].value[x] only string
