Profile: SamspilPractitionerRole
Parent: PractitionerRole
Id: samspil-practitioner-role
Title: "Function of a staff member"
Description: "What a staff member does in which unit. Its id is that of the Practitioner."
* insert Danish([[Medarbejderens funktion]], [[Hvad en medarbejder gør i hvilken enhed. Dens id er Practitioners.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-practitioner-role|3.7.0)
* active 1..1
* practitioner 1..1
* practitioner only Reference(SamspilPractitioner)
* organization 1..1
* organization only Reference(SamspilOrganization)
* code 1..1
* code from StaffFunctions (required)

CodeSystem: StaffFunction
Id: staff-function
Title: "Function of staff"
* insert DanishTitle([[Personalets funktion]])
* ^caseSensitive = true
* ^content = #complete
* #nurse "Sygeplejerske"
* #nurse insert En([[Nurse]])
* #physiotherapist "Fysioterapeut"
* #physiotherapist insert En([[Physiotherapist]])
* #occupational-therapist "Ergoterapeut"
* #occupational-therapist insert En([[Occupational therapist]])
* #care-assistant "Social- og sundhedsassistent"
* #care-assistant insert En([[Social and health care assistant]])
* #preventive-consultant "Forebyggelseskonsulent"
* #preventive-consultant insert En([[Consultant of prevention]])
* #dietitian "Klinisk diætist"
* #dietitian insert En([[Clinical dietitian]])

ValueSet: StaffFunctions
Id: staff-functions
Title: "Functions of staff"
* insert DanishTitle([[Personalets funktioner]])
* include codes from system StaffFunction
