// The citizen. Also carries dk-core's extension dk-core-municipalityCodes on address:
// http://hl7.dk/fhir/core/StructureDefinition/dk-core-municipalityCodes

Profile: SamspilPatient
Parent: Patient
Id: samspil-patient
Title: "Citizen (borger)"
Description: "A citizen of the municipality. The CPR number stands in the view of staff only; our own identifier is always there."
* insert Danish([[Borger]], [[En borger i kommunen. CPR-nummeret står kun i personalets visning; vores egen identifier er der altid.]])
* insert Imposes(http://hl7.dk/fhir/core/StructureDefinition/dk-core-patient|3.7.0)
* identifier 1..*
* identifier ^slicing.discriminator.type = #value
* identifier ^slicing.discriminator.path = "system"
* identifier ^slicing.rules = #open
* identifier contains installation 1..1 and cpr 0..1 and ecpr 0..1
* identifier[installation].system 1..1
* identifier[installation].system = "https://samspil.example/fhir/patient-id"
* identifier[cpr].system 1..1
* identifier[cpr].system = "urn:oid:1.2.208.176.1.2"
* identifier[ecpr].system 1..1
* identifier[ecpr].system = "urn:oid:1.2.208.176.1.6.1.1"
* name 1..1
* name.given 0..2
* gender 1..1
* address 0..1
* communication 0..1
* extension contains ReminderPreference named reminderPreference 0..1

Extension: ReminderPreference
Id: reminder-preference
Title: "Reminder wish (ønske om påmindelse)"
Description: "Whether and how the citizen wants to be reminded of appointments, and whether relatives with a mandate are to be too: a wish, not a consent."
Context: Patient
* insert Danish([[Ønske om påmindelse]], [[Om og hvordan borgeren vil påmindes om aftaler, og om pårørende med fuldmagt også skal: et ønske, ikke et samtykke.]])
* extension contains channel 1..1 and wanted 1..1 and number 0..1 and relatives 0..1 and recorded 1..1
* extension[channel].value[x] only code
* extension[channel].value[x] from ReminderChannels (required)
* extension[wanted].value[x] only boolean
* extension[number].value[x] only string
* extension[relatives].value[x] only boolean
* extension[recorded].value[x] only dateTime

CodeSystem: ReminderChannel
Id: reminder-channel
Title: "Channel of a reminder"
* insert DanishTitle([[Påmindelsens kanal]])
* ^caseSensitive = true
* ^content = #complete
* #sms "SMS by the municipality's gateway"
* #sms insert Da([[SMS gennem kommunens gateway]])
* #nemsms "NemSMS"
* #nemsms insert Da([[NemSMS]])
* #digital-post "Digital Post"
* #digital-post insert Da([[Digital Post]])
* #none "None"
* #none insert Da([[Ingen]])

ValueSet: ReminderChannels
Id: reminder-channels
Title: "Channels of a reminder"
* insert DanishTitle([[Påmindelsers kanaler]])
* include codes from system ReminderChannel
