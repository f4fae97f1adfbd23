Profile: SamspilPractitionerRole
Parent: PractitionerRole
Id: samspil-practitioner-role
Title: "Function of a staff member"
Description: "What a staff member does in which unit. Its id is that of the Practitioner."
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
* ^caseSensitive = true
* ^content = #complete
* #nurse "Sygeplejerske"
* #physiotherapist "Fysioterapeut"
* #occupational-therapist "Ergoterapeut"
* #care-assistant "Social- og sundhedsassistent"
* #preventive-consultant "Forebyggelseskonsulent"
* #dietitian "Klinisk diætist"

ValueSet: StaffFunctions
Id: staff-functions
Title: "Functions of staff"
* include codes from system StaffFunction
