Profile: SamspilCondition
Parent: Condition
Id: samspil-condition
Title: "Condition (tilstand)"
Description: "A condition by FSIII; UUID and legacy key are two codings of one concept."
* insert Danish([[Tilstand]], [[En tilstand efter FSIII; UUID og den ældre nøgle er to kodninger af samme begreb.]])
* clinicalStatus 1..1
* verificationStatus 1..1
* category 1..1
* code 1..1
* code.coding 2..2
* subject 1..1
* subject only Reference(SamspilPatient)
* onset[x] only dateTime
* onset[x] 1..1
* recorder only Reference(SamspilPractitioner)
