Profile: SamspilCarePlan
Parent: CarePlan
Id: samspil-care-plan
Title: "Granted service (bevilget ydelse)"
Description: "A granted service with exactly one activity; FSIII UUID and legacy key are two codings of one concept."
* status 1..1
* intent = #plan
* title 0..1
* subject 1..1
* subject only Reference(SamspilPatient)
* period 1..1
* period.start 1..1
* created 1..1
* author 1..1
* author only Reference(SamspilOrganization)
* supportingInfo 0..1
* supportingInfo only Reference(SamspilHealthcareService)
* activity 1..1
* activity.detail 1..1
* activity.detail.code 1..1
* activity.detail.code.coding 2..2
* activity.detail.performer 1..1
* activity.detail.performer only Reference(SamspilOrganization)
