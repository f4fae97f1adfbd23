Profile: SamspilGoal
Parent: Goal
Id: samspil-goal
Title: "Goal (mål)"
Description: "What citizen and staff work towards; expressedBy where it is the citizen's own."
* insert Danish([[Mål]], [[Hvad borger og personale arbejder hen imod; expressedBy, hvor målet er borgerens eget.]])
* lifecycleStatus 1..1
* description 1..1
* subject 1..1
* subject only Reference(SamspilPatient)
* start[x] only date
* start[x] 1..1
* target 0..1
* addresses only Reference(SamspilCondition)
* extension contains GrantedService named grantedService 0..1

Extension: GrantedService
Id: granted-service
Title: "Granted service (bevilget ydelse)"
Description: "The granted service that a goal belongs to, or by which a thing was lent."
Context: Goal, Device
* insert Danish([[Bevilget ydelse]], [[Den bevilgede ydelse, som et mål hører til, eller som en ting er udlånt efter.]])
* value[x] only Reference(SamspilCarePlan)
* value[x] 1..1
