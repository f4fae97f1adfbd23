Profile: SamspilCommunication
Parent: Communication
Id: samspil-communication
Title: "Message of a thread (besked), or reminder to a citizen or relative"
Description: "A message between a citizen, or a relative for the citizen, and staff of a unit: the first of a thread has a title, the others name it (partOf) and what they answer (inResponseTo). Or a reminder, word of a change or of an offer: that it was sent and came, never its text, which holds a link that is a key."
* extension contains ActingParty named actingParty 0..1
* extension contains MessageUnit named messageUnit 0..1
* extension contains ReplyDue named replyDue 0..1
* extension contains AwaitingReply named awaitingReply 0..1
* extension contains UnreadBy named unreadBy 0..4
* extension contains SharedWithRelatives named sharedWithRelatives 0..1
* identifier 0..1
* partOf 0..1
* partOf only Reference(SamspilCommunication)
* inResponseTo 0..1
* status 1..1
* category 1..1
* category from CommunicationCategories (required)
* subject 1..1
* subject only Reference(SamspilPatient)
* about 0..1
* about only Reference(SamspilAppointment)
* sent 1..1
* recipient 1..3
* recipient only Reference(SamspilPatient or SamspilRelatedPerson or SamspilOrganization or SamspilHealthcareService or SamspilPractitionerRole)
* sender only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitionerRole or SamspilOrganization)
* payload.content[x] only string or Attachment
* statusReason from MessageFailures (required)

Extension: MessageUnit
Id: message-unit
Title: "The unit that a message comes from"
Description: "Of what staff write; a message to a unit has it as recipient."
Context: Communication
* value[x] only Reference(SamspilOrganization)
* value[x] 1..1

Extension: ReplyDue
Id: reply-due
Title: "When an answer is due"
Description: "The unit answers at the latest then: so many of its opening days after the message."
Context: Communication
* value[x] only dateTime
* value[x] 1..1

Extension: AwaitingReply
Id: awaiting-reply
Title: "Nobody has answered yet"
Description: "As reply-due, for as long as staff have not written in the thread since."
Context: Communication
* value[x] only dateTime
* value[x] 1..1

Extension: UnreadBy
Id: unread-by
Title: "Who has not read the message"
Description: "Of those whom it is for, or their unit."
Context: Communication
* value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilOrganization or SamspilHealthcareService or SamspilPractitionerRole)
* value[x] 1..1

Extension: SharedWithRelatives
Id: shared-with-relatives
Title: "Relatives may read the thread"
Description: "The citizen lets relatives with a mandate read the thread."
Context: Communication
* value[x] only boolean
* value[x] 1..1

CodeSystem: MessageCategory
Id: message-category
Title: "What a Communication is, where R4 has no word"
* ^caseSensitive = true
* ^content = #complete
* #message "Besked"

ValueSet: CommunicationCategories
Id: communication-categories
Title: "Messages of threads, and reminders"
* include codes from system MessageCategory
* http://terminology.hl7.org/CodeSystem/communication-category#notification

CodeSystem: MessageFailure
Id: message-failure
Title: "Why a message reached nobody"
* ^caseSensitive = true
* ^content = #complete
* #undeliverable "The number takes no messages"
* #unreachable "No channel reaches the person"
* #undelivered "Cura never took the message"

ValueSet: MessageFailures
Id: message-failures
Title: "Why messages reach nobody"
* include codes from system MessageFailure
