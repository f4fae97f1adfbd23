// Topic-based, as the Subscriptions R5 Backport has it:
// http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription

Profile: SamspilSubscription
Parent: Subscription
Id: samspil-subscription
Title: "Subscription to a topic (abonnement)"
Description: "Who is told what as it happens, and by which channel. The owner is who made it, and what the owner may see when it is told is what is told."
* extension contains SubscriptionPatient named patient 0..1 and SubscriptionOwner named owner 1..1
* end 1..1
* channel.payload 1..1

Extension: SubscriptionPatient
Id: subscription-patient
Title: "Citizen for whom a subscription was made"
Description: "The citizen of the capacity in which it was made: the owner, or whom the owner holds a mandate for. Absent of staff and of machines."
Context: Subscription
* value[x] only Reference(SamspilPatient)

Extension: SubscriptionOwner
Id: subscription-owner
Title: "Owner of a subscription"
Description: "Who made it and is told: a citizen, a relative, a member of staff, or by its client id a machine of the municipality's."
Context: Subscription
* value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitioner or SamspilDevice)

CodeSystem: SubscriptionChannel
Id: subscription-channel
Title: "Channels of subscriptions that R4 has no code for"
* ^caseSensitive = true
* ^content = #complete
* #server-sent-events "Server-sent events, for browsers"
