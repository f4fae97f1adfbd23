Profile: SamspilConsent
Parent: Consent
Id: samspil-consent
Title: "Mandate (fuldmagt)"
Description: "Who may see or act for a citizen, how long and by which law; or a stop (type deny), which keeps one relative from it, altogether or from some resource types. Rights follow from provision.period, never from status alone."
* insert Danish([[Fuldmagt]], [[Hvem der må se eller handle for en borger, hvor længe og efter hvilken lov; eller et stop (type deny), som holder én pårørende ude, helt eller fra nogle ressourcetyper. Retten følger af provision.period, aldrig af status alene.]])
* extension contains MandateSource named mandateSource 0..1
* identifier insert Why([[The reference in the register that holds the mandate: an auditor must be able to find the original.]], [[Referencen i det register, der har fuldmagten: en revisor skal kunne finde originalen.]])
* identifier 0..1
* identifier.system = "https://samspil.example/fhir/mandate-reference"
* status insert Why([[R4's own word for whether it stands; the right itself follows from the period.]], [[R4s eget ord for, om den står ved magt; retten selv følger af perioden.]])
* status 1..1
* scope insert Why([[A mandate lets somebody else see or act: privacy, not treatment, research or advance directives.]], [[En fuldmagt lader en anden se eller handle: det er privatliv, ikke behandling, forskning eller forhåndstilkendegivelser.]])
* scope 1..1
* scope = http://terminology.hl7.org/CodeSystem/consentscope#patient-privacy
* category insert Why([[One category says to R4 that information is disclosed, the other what kind of mandate it is, since a power of attorney, guardianship and custody end by different rules.]], [[Én kategori siger til R4, at oplysninger videregives, den anden hvilken art fuldmagt det er, fordi fuldmagt, værgemål og forældremyndighed ophører efter hver sine regler.]])
* category 2..2
* category ^slicing.discriminator.type = #value
* category ^slicing.discriminator.path = "coding.system"
* category ^slicing.rules = #open
* category contains kind 1..1
* category[kind].coding.system 1..1
* category[kind].coding.system = "https://samspil.example/fhir/CodeSystem/mandate-kind"
* category[kind] from MandateKinds (required)
* patient insert Why([[A mandate is about one citizen: whoever acts for two has two.]], [[En fuldmagt gælder én borger: den, der handler for to, har to.]])
* patient 1..1
* patient only Reference(SamspilPatient)
* dateTime insert Why([[A later mandate replaces an earlier one.]], [[En senere fuldmagt træder i stedet for en tidligere.]])
* dateTime 1..1
* performer insert Why([[Who gave it, or the authority that decided it: a mandate without a giver binds nobody.]], [[Den, der gav den, eller den myndighed, der besluttede den: en fuldmagt uden giver binder ingen.]])
* performer 1..1
* policy insert Why([[The law that it rests on: Provenance names it for every act done by the mandate.]], [[Loven, den hviler på: Provenance nævner den for alt, der gøres med fuldmagten.]])
* policy 1..1
* policy.uri 1..1
* provision insert Why([[Who, for how long, and to see or to act. The period alone decides, for a status is as old as its last update; personal matters alone give a right to data on health.]], [[Hvem, hvor længe, og om det er at se eller at handle. Perioden alene afgør det, for en status er så gammel som sin seneste opdatering; kun personlige forhold giver ret til helbredsoplysninger.]])
* provision 1..1
* provision.type 1..1
* provision.period 1..1
* provision.actor 1..1
* provision.actor.role 1..1
* provision.actor.reference only Reference(SamspilRelatedPerson)
* provision.action 0..2
* provision.action from MandateRights (required)
* provision.code 0..2
* provision.code from MandateMatters (required)

Extension: MandateSource
Id: mandate-source
Title: "Where a mandate is known from (kilde)"
Description: "Of mandates that the care record does not have: each ends with the word of its source, whatever its period says."
Context: Consent
* insert Danish([[Hvor en fuldmagt kendes fra (kilde)]], [[På fuldmagter, som omsorgsjournalen ikke har: hver ender med sin kildes ord, uanset hvad perioden siger.]])
* value[x] only code
* value[x] 1..1
* value[x] from MandateSources (required)

CodeSystem: MandateSourceCode
Id: mandate-source-code
Title: "Source of a mandate"
* insert DanishTitle([[Fuldmagtens kilde]])
* ^caseSensitive = true
* ^content = #complete
* #ticket "The login (the privileges in the token)"
* #ticket insert Da([[Login (privilegierne i adgangsbeviset)]])
* #lookup "A register that is asked at each use"
* #lookup insert Da([[Et register, der spørges ved hver brug]])

ValueSet: MandateSources
Id: mandate-sources
Title: "Sources of mandates"
* insert DanishTitle([[Kilder til fuldmagter]])
* include codes from system MandateSourceCode

CodeSystem: MandateKind
Id: mandate-kind
Title: "Kind of mandate"
* insert DanishTitle([[Fuldmagtens art]])
* ^caseSensitive = true
* ^content = #complete
* #power-of-attorney "Fuldmagt"
* #power-of-attorney insert En([[Power of attorney]])
* #future-power-of-attorney "Fremtidsfuldmagt"
* #future-power-of-attorney insert En([[Lasting power of attorney]])
* #guardianship "Værgemål"
* #guardianship insert En([[Guardianship]])
* #custody "Forældremyndighed"
* #custody insert En([[Custody]])
* #next-of-kin "Nærmeste pårørende"
* #next-of-kin insert En([[Next of kin]])
* #stop "Stop"
* #stop insert En([[Stop]])

ValueSet: MandateKinds
Id: mandate-kinds
Title: "Kinds of mandate"
* insert DanishTitle([[Arter af fuldmagter]])
* include codes from system MandateKind

CodeSystem: MandateRight
Id: mandate-right
Title: "Right of a mandate"
* insert DanishTitle([[Ret efter en fuldmagt]])
* ^caseSensitive = true
* ^content = #complete
* #see "Se"
* #see insert En([[See]])
* #act "Handle"
* #act insert En([[Act]])

ValueSet: MandateRights
Id: mandate-rights
Title: "Rights of a mandate"
* insert DanishTitle([[Retter efter en fuldmagt]])
* include codes from system MandateRight

CodeSystem: MandateMatter
Id: mandate-matter
Title: "Matters that a mandate covers"
Description: "Only personal matters give a right here."
* insert Danish([[Forhold, som en fuldmagt omfatter]], [[Kun personlige forhold giver ret her.]])
* ^caseSensitive = true
* ^content = #complete
* #personal "Personlige forhold"
* #personal insert En([[Personal matters]])
* #financial "Økonomiske forhold"
* #financial insert En([[Financial matters]])

ValueSet: MandateMatters
Id: mandate-matters
Title: "Matters of a mandate"
* insert DanishTitle([[Forhold i fuldmagter]])
* include codes from system MandateMatter
