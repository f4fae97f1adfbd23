Profile: SamspilCareTeam
Parent: CareTeam
Id: samspil-care-team
Title: "The people one has appointments with (dem man har aftaler med)"
Description: "Derived from the appointments ahead and of the last 90 days: one of each citizen, with the function and unit of each person. Name and direct contact stand on the Practitioner."
* insert Danish([[Dem man har aftaler med]], [[Afledt af kommende aftaler og dem fra de sidste 90 dage: ét hold for hver borger med hver persons funktion og enhed. Navn og direkte kontakt står på Practitioner.]])
* status 1..1
* status = #active
* subject 1..1
* subject only Reference(SamspilPatient)
* period 1..1
* participant 1..*
* participant.member 1..1
* participant.member only Reference(SamspilPractitioner)
* participant.onBehalfOf only Reference(SamspilOrganization)
* participant.period 1..1
