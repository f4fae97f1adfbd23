Profile: SamspilDevice
Parent: Device
Id: samspil-device
Title: "System that acts, or a thing that a citizen has"
Description: "Cura, this service or the link of a reminder, where one of them is the agent of a Provenance; and of a citizen what was lent (hjælpemiddel, ISO 9999)."
* insert Danish([[System der handler, eller en ting en borger har]], [[Cura, denne tjeneste eller en påmindelses link, hvor ét af dem er den handlende i en Provenance; og en borgers udlånte hjælpemiddel (ISO 9999).]])
* status 1..1
* deviceName 1..1
* extension contains LentPeriod named lentPeriod 0..1 and GrantedService named grantedService 0..1

Extension: LentPeriod
Id: lent-period
Title: "Lent from and until (udleveret, returneret)"
Description: "When a thing was handed out, and when it came back."
Context: Device
* insert Danish([[Udleveret og returneret]], [[Hvornår tingen blev udleveret, og hvornår den kom tilbage.]])
* value[x] only Period
* value[x] 1..1
