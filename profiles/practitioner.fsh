Profile: SamspilPractitioner
Parent: Practitioner
Id: samspil-practitioner
Title: "Staff member (medarbejder)"
Description: "A staff member with direct contact and title. The authorisation stands with the qualification; a name or title that is blank in Cura is absent."
* active 1..1
* name 1..1
* name.given 0..1
* qualification 0..1
* qualification.code.text 1..1
