Profile: SamspilCommunication
Parent: Communication
Id: samspil-communication
Title: "Message of a thread (besked), or reminder to a citizen or relative"
Description: "A message between a citizen, or a relative for the citizen, and staff of a unit: the first of a thread has a title, the others name it (partOf) and what they answer (inResponseTo). Or a reminder, word of a change or of an offer: that it was sent and came, never its text, which holds a link that is a key."
* insert Danish([[Besked i en tråd, eller påmindelse til borger eller pårørende]], [[En besked mellem en borger, eller en pårørende for borgeren, og personalet i en enhed: trådens første har en overskrift, de andre peger på den (partOf) og på det, de svarer på (inResponseTo). Eller en påmindelse, et ord om en ændring eller et tilbud: at den blev sendt og kom frem, aldrig teksten, for i den står et link, som er en nøgle.]])
* extension contains ActingParty named actingParty 0..1
* extension contains MessageUnit named messageUnit 0..1
* extension contains ReplyDue named replyDue 0..1
* extension contains AwaitingReply named awaitingReply 0..1
* extension contains UnreadBy named unreadBy 0..4
* extension contains SharedWithRelatives named sharedWithRelatives 0..1
* identifier insert Why([[The sender's own number keeps a message that is sent twice from standing twice.]], [[Afsenderens eget nummer forhindrer, at en besked, der sendes to gange, står to gange.]])
* identifier 0..1
* partOf insert Why([[The first message is the thread; each of the others names it, so that a thread is one search.]], [[Den første besked er tråden; hver af de andre peger på den, så en tråd er én søgning.]])
* partOf 0..1
* partOf only Reference(SamspilCommunication)
* inResponseTo insert Why([[One answer to one message: whether a unit answered in time can be counted.]], [[Ét svar på én besked: om en enhed svarede i tide, kan tælles.]])
* inResponseTo 0..1
* status insert Why([[Whether the care record has it yet: a message that stands here alone is not read by anybody.]], [[Om omsorgsjournalen har den endnu: en besked, der kun står her, læses ikke af nogen.]])
* status 1..1
* category insert Why([[Conversation and notification are shown in different places, and only the one is answered.]], [[Samtale og påmindelse vises hvert sit sted, og kun den ene besvares.]])
* category 1..1
* category from CommunicationCategories (required)
* subject insert Why([[A message is about one citizen, also when a relative writes: it stands in that citizen's record.]], [[En besked handler om én borger, også når en pårørende skriver: den står i borgerens journal.]])
* subject 1..1
* subject only Reference(SamspilPatient)
* about insert Why([[A reminder is about one appointment, and is withdrawn with it.]], [[En påmindelse handler om én aftale og trækkes tilbage med den.]])
* about 0..1
* about only Reference(SamspilAppointment)
* sent insert Why([[Reply times count from it.]], [[Svartider regnes fra det.]])
* sent 1..1
* recipient insert Why([[A unit or a service, not a person: staff are away, and the unit has the duty to answer.]], [[En enhed eller en ydelse, ikke en person: personalet er væk, og enheden har pligt til at svare.]])
* recipient 1..3
* recipient only Reference(SamspilPatient or SamspilRelatedPerson or SamspilOrganization or SamspilHealthcareService or SamspilPractitionerRole)
* sender insert Why([[A citizen, a relative for the citizen, or somebody of the staff in a function.]], [[En borger, en pårørende for borgeren eller én af personalet i en funktion.]])
* sender only Reference(SamspilPatient or SamspilRelatedPerson or SamspilPractitionerRole or SamspilOrganization)
* payload insert Why([[Words or a file. A reference would lead to what other rules decide who may see.]], [[Ord eller en fil. En reference ville føre til noget, som andre regler afgør, hvem der må se.]])
* payload.content[x] only string or Attachment
* statusReason insert Why([[Whoever sent it must be told why it reached nobody, in words that a machine can act on.]], [[Afsenderen skal have at vide, hvorfor den ikke nåede frem, med ord som en maskine kan handle på.]])
* statusReason from MessageFailures (required)

Extension: MessageUnit
Id: message-unit
Title: "The unit that a message comes from"
Description: "Of what staff write; a message to a unit has it as recipient."
Context: Communication
* insert Danish([[Enheden, som en besked kommer fra]], [[På det, personalet skriver; en besked til en enhed har enheden som modtager.]])
* value[x] only Reference(SamspilOrganization)
* value[x] 1..1

Extension: ReplyDue
Id: reply-due
Title: "When an answer is due"
Description: "The unit answers at the latest then: so many of its opening days after the message."
Context: Communication
* insert Danish([[Hvornår der senest svares]], [[Enheden svarer senest da: så mange af dens åbningsdage efter beskeden.]])
* value[x] only dateTime
* value[x] 1..1

Extension: AwaitingReply
Id: awaiting-reply
Title: "Nobody has answered yet"
Description: "As reply-due, for as long as staff have not written in the thread since."
Context: Communication
* insert Danish([[Ingen har svaret endnu]], [[Som reply-due, så længe personalet ikke har skrevet i tråden siden.]])
* value[x] only dateTime
* value[x] 1..1

Extension: UnreadBy
Id: unread-by
Title: "Who has not read the message"
Description: "Of those whom it is for, or their unit."
Context: Communication
* insert Danish([[Hvem har ikke læst beskeden]], [[Af dem, den er til, eller deres enhed.]])
* value[x] only Reference(SamspilPatient or SamspilRelatedPerson or SamspilOrganization or SamspilHealthcareService or SamspilPractitionerRole)
* value[x] 1..1

Extension: SharedWithRelatives
Id: shared-with-relatives
Title: "Relatives may read the thread"
Description: "The citizen lets relatives with a mandate read the thread."
Context: Communication
* insert Danish([[Pårørende må læse tråden]], [[Borgeren lader pårørende med fuldmagt læse tråden.]])
* value[x] only boolean
* value[x] 1..1

CodeSystem: MessageCategory
Id: message-category
Title: "What a Communication is, where R4 has no word"
* insert DanishTitle([[Hvad en Communication er, hvor R4 intet ord har]])
* ^caseSensitive = true
* ^content = #complete
* #message "Besked"
* #message insert En([[Message]])

ValueSet: CommunicationCategories
Id: communication-categories
Title: "Messages of threads, and reminders"
* insert DanishTitle([[Beskeder i tråde og påmindelser]])
* include codes from system MessageCategory
* http://terminology.hl7.org/CodeSystem/communication-category#notification

CodeSystem: MessageFailure
Id: message-failure
Title: "Why a message reached nobody"
* insert DanishTitle([[Hvorfor en besked ikke nåede frem]])
* ^caseSensitive = true
* ^content = #complete
* #undeliverable "The number takes no messages"
* #undeliverable insert Da([[Nummeret tager ikke imod beskeder]])
* #unreachable "No channel reaches the person"
* #unreachable insert Da([[Ingen kanal når personen]])
* #undelivered "The care record never took the message"
* #undelivered insert Da([[Omsorgsjournalen tog aldrig imod beskeden]])

ValueSet: MessageFailures
Id: message-failures
Title: "Why messages reach nobody"
* insert DanishTitle([[Hvorfor beskeder ikke når frem]])
* include codes from system MessageFailure
