// Topic-based, as the Subscriptions R5 Backport has it:
// http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription

Profile: SamspilSubscription
Parent: Subscription
Id: samspil-subscription
Title: "Subscription to a topic (abonnement)"
Description: "Who is told what as it happens, and by which channel. The owner is who made it, and what the owner may see when it is told is what is told."
* insert Danish([[Abonnement på et emne]], [[Hvem der får hvad at vide, når det sker, og ad hvilken kanal. Ejeren er den, der oprettede det, og det, ejeren må se, når der fortælles, er det, der fortælles.]])
* extension contains SubscriptionPatient named patient 0..1 and SubscriptionOwner named owner 1..1
* end 1..1
* channel.payload 1..1

Extension: SubscriptionPatient
Id: subscription-patient
Title: "Citizen for whom a subscription was made"
Description: "The citizen of the capacity in which it was made: the owner, or whom the owner holds a mandate for. Absent of staff and of machines."
Context: Subscription
* insert Danish([[Borgeren, som et abonnement er oprettet for]], [[Borgeren i den egenskab, det blev oprettet i: ejeren selv, eller den, ejeren har fuldmagt for. Mangler for personale og maskiner.]])
* value[x] only Reference(SamspilPatient)

Extension: SubscriptionOwner
Id: subscription-owner
Title: "Owner of a subscription"
Description: "Who made it and is told: a citizen, a relative, a member of staff, or by its client id a machine of the municipality's."
Context: Subscription
* insert Danish([[Abonnementets ejer]], [[Den, der oprettede det og får besked: en borger, en pårørende, en medarbejder, eller efter sit klient-id en af kommunens maskiner.]])
* value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner or SamspilDevice)

CodeSystem: SubscriptionChannel
Id: subscription-channel
Title: "Channels of subscriptions that R4 has no code for"
* insert DanishTitle([[Abonnementers kanaler, som R4 ingen kode har for]])
* ^caseSensitive = true
* ^content = #complete
* #server-sent-events "Server-sent events, for browsers"
* #server-sent-events insert Da([[Server-sent events, til browsere]])
