/** Profiles with every form of rule that is understood. */
export const profileText = `
// Every form of rule that is understood.
Alias: $loinc = http://loinc.org

Profile: TestPatient
Parent: Patient
Id: test-patient
Title: "A patient"
* active 1..1 MS
* active = true
* gender from Genders (required)
* maritalStatus from http://hl7.org/fhir/ValueSet/marital-status (extensible)
* name 1..2
* name.family and name.given MS
* name.family 1..1
* deceased[x] only dateTime
* generalPractitioner only Reference(Organization or TestDoctor)
* communication.language = urn:ietf:bcp:47#da "dansk"
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #closed
* identifier contains
    main 1..1 MS and
    other 0..1
* identifier[main].system = "urn:main"
* identifier[main].value 1..1
* identifier[other].system = "urn:other"
* contact obeys named
* . obeys twin
* extension contains Mood named mood 0..1 and http://a.dk/other named other 0..*

Profile: TestDoctor
Parent: Practitioner
Id: test-doctor
* name 1..

Profile: TestChild
Parent: TestPatient
Id: test-child
* birthDate 1..1

Extension: Mood
Id: mood
Context: Patient, HumanName
* extension contains kind 1..1 and since 0..1
* extension[kind].value[x] only code
* extension[kind].value[x] from Genders (required)
* extension[since].value[x] only date

Invariant: twin
Description: "a twin has a date of birth"
Severity: #error
Expression: "multipleBirth.empty() or birthDate.exists()"

Invariant: named
Description: "a contact has a name"
Severity: #error
Expression: "name.exists()"

CodeSystem: Gender
Id: gender
* ^caseSensitive = true
* #female "Kvinde"
* #female #girl "Pige" "En ung kvinde"

ValueSet: Genders
Id: genders
* include codes from system Gender
* include http://hl7.org/fhir/administrative-gender#female
* exclude Gender#girl
`;
