Profile: SamspilHealthcareService
Parent: HealthcareService
Id: samspil-healthcare-service
Title: "Kind of service (ydelsestype), class (hold) or activity (aktivitet)"
Description: "What can be booked, who is answerable for it, by which law, and the rules for booking, moving and cancelling. What has the category activity is something to take part in near home."
* insert Danish([[Ydelsestype, hold eller aktivitet]], [[Hvad der kan bestilles, hvem der har ansvaret, efter hvilken lov, og reglerne for at bestille, flytte og melde afbud. Det, der har kategorien activity, er noget at deltage i nær hjemmet.]])
* . obeys samspil-activity-1 and samspil-activity-2 and samspil-activity-3 and samspil-activity-4
* active insert Why([[Services and classes end; appointments of the past still name them.]], [[Ydelser og hold hører op; tidligere aftaler nævner dem stadig.]])
* active 1..1
* providedBy insert Why([[The unit that answers: it has the phone number that every refusal names.]], [[Enheden, der svarer: den har det telefonnummer, som hvert afslag nævner.]])
* providedBy 0..1
* providedBy only Reference(SamspilOrganization)
* type insert Why([[One service has one code in two writings, the UUID and the older key of FSIII, since systems know one or the other.]], [[Én ydelse har én kode på to måder, FSIIIs UUID og den ældre nøgle, fordi systemer kender den ene eller den anden.]])
* type 0..1
* type.coding 2..2
* name insert Why([[What a citizen reads; a code has no words that a citizen knows.]], [[Det, borgeren læser; en kode har ingen ord, som borgeren kender.]])
* name 0..1
* category insert Why([[What can be booked and what one simply goes to are looked for in different places.]], [[Det, man bestiller, og det, man bare går til, søges hvert sit sted.]])
* category 0..2
* category from ActivityCategories (required)
* eligibility.code insert Why([[Activities are found by whom they are for, across municipalities, so the words must be the same.]], [[Aktiviteter findes efter, hvem de er for, på tværs af kommuner, så ordene skal være de samme.]])
* eligibility.code from ActivityAudiences (required)
* availableTime insert Why([[One repetition an activity: two rhythms are two activities, or nobody can tell which is cancelled.]], [[Én gentagelse pr. aktivitet: to rytmer er to aktiviteter, ellers ved ingen, hvilken der er aflyst.]])
* availableTime 0..1
* availableTime.extension contains Repetition named repetition 0..1
* characteristic insert Why([[R4 has no element for how a service is given. Whether one must go somewhere decides for many whether it can be booked at all.]], [[R4 har intet felt til, hvordan en ydelse gives. Om man skal hen et sted, afgør for mange, om den overhovedet kan bestilles.]])
* characteristic 0..1
* characteristic from ServiceForms (required)
* location insert Why([[An activity meets at one place, and in rain at another.]], [[En aktivitet mødes ét sted, og i regnvejr et andet.]])
* location 0..2
* extension contains
    BookingPolicy named bookingPolicy 0..1 and
    Class named class 0..1 and
    ResponsibleAuthority named responsibleAuthority 0..1 and
    Provider named provider 0..1 and
    ReminderPlan named reminderPlan 0..4 and
    LegalBasis named legalBasis 0..1 and
    Approval named approval 0..1 and
    SignUp named signUp 0..1 and
    Price named price 0..1 and
    Effective named effective 0..1 and
    Recorded named recorded 0..1 and
    ActivitySession named activitySession 0..* and
    Occasion named occasion 0..* and
    Whereabouts named whereabouts 0..1 and
    PostalArea named postalArea 0..* and
    GoesWith named goesWith 0..*

Extension: Class
Id: class
Title: "Class (hold)"
Description: "Many citizens at a time: seats a session, how few are needed, until how many hours before one may join, and how. Unit, codes, law and rules are those of the kind of service."
Context: HealthcareService
* insert Danish([[Hold]], [[Mange borgere ad gangen: pladser pr. gang, hvor få der skal til, hvor mange timer før man kan tilmelde sig, og hvordan. Enhed, koder, lov og regler er ydelsestypens.]])
* extension contains kind 1..1 and capacity 1..1 and minimum 0..1 and joinDeadlineHours 1..1 and joining 1..1
* extension[kind].value[x] only Reference(SamspilHealthcareService)
* extension[capacity].value[x] only integer
* extension[minimum].value[x] only integer
* extension[joinDeadlineHours].value[x] only integer
* extension[joining].value[x] only code
* extension[joining].value[x] from ClassJoinings (required)

CodeSystem: ClassJoining
Id: class-joining
Title: "How a class is joined"
* insert DanishTitle([[Hvordan man tilmelder sig et hold]])
* ^caseSensitive = true
* ^content = #complete
* #whole "All sessions that are left"
* #whole insert Da([[Alle resterende gange]])
* #single "Session by session"
* #single insert Da([[Gang for gang]])
* #either "As the citizen likes"
* #either insert Da([[Som borgeren vil]])

ValueSet: ClassJoinings
Id: class-joinings
Title: "Ways to join a class"
* insert DanishTitle([[Måder at tilmelde sig et hold]])
* include codes from system ClassJoining

Extension: BookingPolicy
Id: booking-policy
Title: "Rules for booking"
Description: "Lengths in minutes, lead time and deadlines in elapsed hours, horizon in calendar days."
Context: HealthcareService
* insert Danish([[Regler for bestilling]], [[Længder i minutter, varsel og frister i forløbne timer, horisont i kalenderdage.]])
* extension contains
    durationMinutes 1..1 and
    bufferBeforeMinutes 1..1 and
    bufferAfterMinutes 1..1 and
    alignmentMinutes 1..1 and
    leadTimeHours 1..1 and
    horizonDays 1..1 and
    cancelDeadlineHours 1..1 and
    moveDeadlineHours 1..1 and
    afterDeadline 1..1 and
    requiresGrantedService 1..1 and
    relativesMayBook 1..1 and
    book 1..1 and
    move 1..1 and
    cancel 1..1 and
    smsLink 0..1 and
    maxOpenBookings 0..1 and
    replyHours 0..1 and
    holdMinutes 0..1 and
    openToAll 0..1 and
    publicHolidays 0..1 and
    withinOpeningHours 0..1 and
    reminds 0..1 and
    placeInReminder 0..1 and
    validFrom 1..1 and
    validTo 0..1
* extension[durationMinutes].value[x] only integer
* extension[bufferBeforeMinutes].value[x] only integer
* extension[bufferAfterMinutes].value[x] only integer
* extension[alignmentMinutes].value[x] only integer
* extension[leadTimeHours].value[x] only integer
* extension[horizonDays].value[x] only integer
* extension[cancelDeadlineHours].value[x] only integer
* extension[moveDeadlineHours].value[x] only integer
* extension[afterDeadline].value[x] only code
* extension[afterDeadline].value[x] from AfterDeadlines (required)
* extension[requiresGrantedService].value[x] only boolean
* extension[relativesMayBook].value[x] only boolean
* extension[book].value[x] only code
* extension[book].value[x] from BookingManners (required)
* extension[move].value[x] only code
* extension[move].value[x] from BookingManners (required)
* extension[cancel].value[x] only code
* extension[cancel].value[x] from BookingManners (required)
* extension[smsLink].value[x] only code
* extension[smsLink].value[x] from SmsLinks (required)
* extension[maxOpenBookings].value[x] only integer
* extension[replyHours].value[x] only integer
* extension[holdMinutes].value[x] only integer
* extension[openToAll].value[x] only boolean
* extension[publicHolidays].value[x] only code
* extension[publicHolidays].value[x] from PublicHolidays (required)
* extension[withinOpeningHours].value[x] only boolean
* extension[reminds].value[x] only boolean
* extension[placeInReminder].value[x] only boolean
* extension[validFrom].value[x] only dateTime
* extension[validTo].value[x] only dateTime

Extension: ReminderPlan
Id: reminder-plan
Title: "Reminder (påmindelse)"
Description: "When the citizen is reminded: so many calendar days before, at a time of day or that of the appointment, or so many elapsed hours before. Each is one message."
Context: HealthcareService
* insert Danish([[Påmindelse]], [[Hvornår borgeren påmindes: så mange kalenderdage før, på et klokkeslæt eller aftalens, eller så mange forløbne timer før. Hver er én besked.]])
* extension contains daysBefore 0..1 and hoursBefore 0..1 and time 0..1
* extension[daysBefore].value[x] only integer
* extension[hoursBefore].value[x] only integer
* extension[time].value[x] only time

Extension: ResponsibleAuthority
Id: responsible-authority
Title: "Responsible authority (ansvarlig myndighed)"
Description: "Who is answerable for the service by law, which need not be who provides it."
Context: HealthcareService
* insert Danish([[Ansvarlig myndighed]], [[Hvem der efter loven har ansvaret for ydelsen; det behøver ikke være leverandøren.]])
* value[x] only string
* value[x] 1..1

Extension: Provider
Id: provider
Title: "Provider (leverandør)"
Description: "Who provides the service."
Context: HealthcareService
* insert Danish([[Leverandør]], [[Hvem der leverer ydelsen.]])
* value[x] only string
* value[x] 1..1

Extension: LegalBasis
Id: legal-basis
Title: "Legal basis (lovgrundlag)"
Description: "The law under which it is given: Provenance.policy of every act on it."
Context: HealthcareService, EpisodeOfCare, Task
* insert Danish([[Lovgrundlag]], [[Loven, som ydelsen gives efter: Provenance.policy på alt, der gøres ved den.]])
* value[x] only uri
* value[x] 1..1

CodeSystem: BookingMannerCode
Id: booking-manner
Title: "How something may be done"
* insert DanishTitle([[Hvordan noget kan gøres]])
* ^caseSensitive = true
* ^content = #complete
* #direct "At once"
* #direct insert Da([[Med det samme]])
* #request "By asking the unit"
* #request insert Da([[Ved at spørge enheden]])
* #none "Not here"
* #none insert Da([[Ikke her]])

ValueSet: BookingManners
Id: booking-manners
Title: "Ways in which something may be done"
* insert DanishTitle([[Måder, noget kan gøres på]])
* include codes from system BookingMannerCode

CodeSystem: PublicHoliday
Id: public-holiday
Title: "A service on public holidays"
* insert DanishTitle([[En ydelse på helligdage]])
* ^caseSensitive = true
* ^content = #complete
* #closed "No times are offered"
* #closed insert Da([[Der tilbydes ingen tider]])
* #open "As on other days"
* #open insert Da([[Som på andre dage]])

ValueSet: PublicHolidays
Id: public-holidays
Title: "Whether a service is given on public holidays"
* insert DanishTitle([[Om en ydelse gives på helligdage]])
* include codes from system PublicHoliday

CodeSystem: AfterDeadline
Id: after-deadline
Title: "A cancellation after the deadline"
* insert DanishTitle([[Afbud efter fristen]])
* ^caseSensitive = true
* ^content = #complete
* #accept "Accepted and marked late"
* #accept insert Da([[Modtages og mærkes som sent]])
* #refuse "Refused"
* #refuse insert Da([[Afvises]])

ValueSet: AfterDeadlines
Id: after-deadlines
Title: "What becomes of a cancellation after the deadline"
* insert DanishTitle([[Hvad der sker med et afbud efter fristen]])
* include codes from system AfterDeadline

CodeSystem: SmsLink
Id: sms-link
Title: "What the link of a reminder opens"
* insert DanishTitle([[Hvad påmindelsens link åbner]])
* ^caseSensitive = true
* ^content = #complete
* #none "There is no link"
* #none insert Da([[Der er intet link]])
* #login "The self-service, after login"
* #login insert Da([[Selvbetjeningen, efter login]])
* #cancel "A page to cancel on, without login"
* #cancel insert Da([[En side til afbud, uden login]])

ValueSet: SmsLinks
Id: sms-links
Title: "What links of reminders open"
* insert DanishTitle([[Hvad påmindelsers links åbner]])
* include codes from system SmsLink

CodeSystem: ServiceForm
Id: service-form
Title: "How a service is given"
* insert DanishTitle([[Hvordan ydelsen gives]])
* ^caseSensitive = true
* ^content = #complete
* #attendance "Fremmøde"
* #attendance insert En([[Attendance]])
* #home "I hjemmet"
* #home insert En([[At home]])
* #video "Video"
* #video insert En([[Video]])
* #telephone "Telefon"
* #telephone insert En([[Telephone]])

ValueSet: ServiceForms
Id: service-forms
Title: "Forms of a service"
* insert DanishTitle([[Ydelsens former]])
* include codes from system ServiceForm

// What only activities have. The address of a contained place has http://hl7.dk/fhir/core/StructureDefinition/dk-core-municipalityCodes

Invariant: samspil-activity-1
Description: "An activity has no code of a granted service, and says how far its approval is, how one signs up and when it is in force."
Severity: #error
Expression: "category.coding.where(code = 'activity').empty() or (type.empty() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').exists() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/sign-up').exists() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/effective').exists())"

Invariant: samspil-activity-2
Description: "Only an activity has a category, and what goes with it."
Severity: #error
Expression: "category.coding.where(code = 'activity').exists() or (category.empty() and contained.empty() and eligibility.empty() and communication.empty() and availableTime.empty() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').empty())"

Invariant: samspil-activity-3
Description: "What is active is approved, and what is approved is active."
Severity: #error
Expression: "category.coding.where(code = 'activity').empty() or active = extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').extension.where(url = 'status').where(value = 'approved').exists()"

Invariant: samspil-activity-4
Description: "Somebody holds an activity: a unit or an association."
Severity: #warning
Expression: "category.coding.where(code = 'activity').empty() or providedBy.exists()"

CodeSystem: ServiceCategory
Id: service-category
Title: "Category of a service"
* insert DanishTitle([[Ydelsens kategori]])
* ^caseSensitive = true
* ^content = #complete
* #activity "Aktivitet"
* #activity insert En([[Activity]])

CodeSystem: ActivityKind
Id: activity-kind
Title: "Kind of an activity"
* insert DanishTitle([[Aktivitetens art]])
* ^caseSensitive = true
* ^content = #complete
* #movement "Bevægelse"
* #movement insert En([[Movement]])
* #company "Fællesskab"
* #company insert En([[Company]])
* #culture "Kultur"
* #culture insert En([[Culture]])
* #food "Mad"
* #food insert En([[Food]])
* #talk "Samtale"
* #talk insert En([[Talk]])
* #nature "Natur"
* #nature insert En([[Nature]])
* #digital "Digital hjælp"
* #digital insert En([[Help with digital matters]])

ValueSet: ActivityCategories
Id: activity-categories
Title: "That a service is an activity, and of what kind"
* insert DanishTitle([[At en ydelse er en aktivitet, og af hvilken art]])
* include codes from system ServiceCategory
* include codes from system ActivityKind

ValueSet: ActivityKinds
Id: activity-kinds
Title: "Kinds of activities"
* insert DanishTitle([[Arter af aktiviteter]])
* include codes from system ActivityKind

CodeSystem: ActivityAudience
Id: activity-audience
Title: "Whom an activity is for"
* insert DanishTitle([[Hvem en aktivitet er for]])
* ^caseSensitive = true
* ^content = #complete
* #all "Alle"
* #all insert En([[Everybody]])
* #older "Ældre"
* #older insert En([[Older people]])
* #relatives "Pårørende"
* #relatives insert En([[Relatives]])
* #dementia "Mennesker med demens"
* #dementia insert En([[People with dementia]])
* #cancer "Mennesker med kræft"
* #cancer insert En([[People with cancer]])
* #heart "Mennesker med hjertesygdom"
* #heart insert En([[People with heart disease]])
* #grief "Mennesker i sorg"
* #grief insert En([[People in grief]])
* #young "Unge"
* #young insert En([[Young people]])

ValueSet: ActivityAudiences
Id: activity-audiences
Title: "Audiences of activities"
* insert DanishTitle([[Aktiviteters målgrupper]])
* include codes from system ActivityAudience

Extension: Approval
Id: approval
Title: "Approval (godkendelse)"
Description: "How far the approval of an activity has come, and why it was rejected. Others than staff and who holds it see approved ones only."
Context: HealthcareService
* insert Danish([[Godkendelse]], [[Hvor langt godkendelsen af en aktivitet er, og hvorfor den blev afvist. Andre end personalet og arrangøren ser kun de godkendte.]])
* extension contains status 1..1 and reason 0..1
* extension[status].value[x] only code
* extension[status].value[x] from ApprovalStates (required)
* extension[reason].value[x] only string

CodeSystem: ApprovalState
Id: approval-state
Title: "How far an approval has come"
* insert DanishTitle([[Hvor langt en godkendelse er]])
* ^caseSensitive = true
* ^content = #complete
* #pending "Waits for an answer"
* #pending insert Da([[Venter på svar]])
* #approved "Approved"
* #approved insert Da([[Godkendt]])
* #rejected "Rejected"
* #rejected insert Da([[Afvist]])
* #withdrawn "Withdrawn by who holds it"
* #withdrawn insert Da([[Trukket tilbage af arrangøren]])

ValueSet: ApprovalStates
Id: approval-states
Title: "States of an approval"
* insert DanishTitle([[Godkendelsens tilstande]])
* include codes from system ApprovalState

Extension: SignUp
Id: sign-up
Title: "Sign-up (tilmelding)"
Description: "How one takes part: one just comes, at an address of who holds it, or by booking the class here: $find takes the activity, or the class that it names, as its service. A link leads out of the municipality's pages."
Context: HealthcareService
* insert Danish([[Tilmelding]], [[Hvordan man deltager: man kommer bare, på arrangørens adresse, eller ved at bestille holdet her: $find tager aktiviteten, eller holdet den nævner, som sin service. Et link fører ud af kommunens sider.]])
* extension contains manner 1..1 and link 0..1 and class 0..1
* extension[manner].value[x] only code
* extension[manner].value[x] from SignUpManners (required)
* extension[link].value[x] only url
* extension[class].value[x] only Reference(SamspilHealthcareService)

CodeSystem: SignUpManner
Id: sign-up-manner
Title: "How one signs up"
* insert DanishTitle([[Hvordan man tilmelder sig]])
* ^caseSensitive = true
* ^content = #complete
* #none "One just comes"
* #none insert Da([[Man kommer bare]])
* #link "At the link, with who holds it"
* #link insert Da([[På linket, hos arrangøren]])
* #here "By booking the class"
* #here insert Da([[Ved at bestille holdet]])

ValueSet: SignUpManners
Id: sign-up-manners
Title: "Ways to sign up"
* insert DanishTitle([[Måder at tilmelde sig]])
* include codes from system SignUpManner

Extension: Price
Id: price
Title: "Price (pris)"
Description: "What it costs to take part once, in kroner; without it nothing."
Context: HealthcareService
* insert Danish([[Pris]], [[Hvad det koster at deltage én gang, i kroner; uden den intet.]])
* value[x] only Money
* value[x] 1..1

Extension: Effective
Id: effective
Title: "In force"
Description: "From which day and until when an activity is told of."
Context: HealthcareService
* insert Danish([[I kraft]], [[Fra og til hvilken dag der fortælles om en aktivitet.]])
* value[x] only Period
* value[x] 1..1

Extension: Recorded
Id: recorded
Title: "Recorded (oprettet)"
Description: "When it was first told."
Context: HealthcareService
* insert Danish([[Oprettet]], [[Hvornår den første gang blev meddelt.]])
* value[x] only dateTime
* value[x] 1..1

Extension: ActivitySession
Id: activity-session
Title: "One time of an activity"
Description: "A date and two times of day, Danish wall time."
Context: HealthcareService
* insert Danish([[En aktivitets gang]], [[En dato og to klokkeslæt, dansk tid.]])
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: Repetition
Id: repetition
Title: "Weeks of a repetition"
Description: "Every so many weeks, between two dates, on the days and at the times of the available time."
Context: HealthcareService.availableTime
* insert Danish([[Gentagelsens uger]], [[Hver så mange uger, mellem to datoer, på de dage og tider, som availableTime har.]])
* extension contains everyWeeks 1..1 and first 1..1 and last 1..1
* extension[everyWeeks].value[x] only integer
* extension[first].value[x] only date
* extension[last].value[x] only date

Extension: Occasion
Id: occasion
Title: "When an activity is held"
Description: "Each time as instants, worked out from the wall times: those given, and those of the repetition without its exceptions."
Context: HealthcareService
* insert Danish([[Hvornår en aktivitet holdes]], [[Hver gang som tidspunkter, regnet ud fra de danske klokkeslæt: de givne, og gentagelsens uden dens undtagelser.]])
* value[x] only Period
* value[x] 1..1

Extension: Whereabouts
Id: whereabouts
Title: "Where on the globe"
Description: "Degrees of the place that an activity refers to, or of the site that the place is part of; near finds it by them. An activity with a place of its own has its position there."
Context: HealthcareService
* insert Danish([[Hvor på kloden]], [[Grader for det sted, en aktivitet henviser til, eller for den matrikel, stedet er en del af; near finder den ved dem. En aktivitet med sit eget sted har positionen der.]])
* extension contains latitude 1..1 and longitude 1..1
* extension[latitude].value[x] only decimal
* extension[longitude].value[x] only decimal

Extension: PostalArea
Id: postal-area
Title: "Area (postnummer)"
Description: "A postal code that an activity is for; all: wherever one lives."
Context: HealthcareService
* insert Danish([[Område (postnummer)]], [[Et postnummer, som en aktivitet er for; all: uanset hvor man bor.]])
* value[x] only code
* value[x] 1..1

Extension: GoesWith
Id: goes-with
Title: "Goes with a service"
Description: "A kind of service that the activity goes well with."
Context: HealthcareService
* insert Danish([[Passer til en ydelse]], [[En ydelsestype, som aktiviteten passer godt til.]])
* value[x] only Reference(SamspilHealthcareService)
* value[x] 1..1

Extension: ActivityReason
Id: activity-reason
Title: "Why an activity is shown"
Description: "A reason in words, beside the score of an entry that was found for a citizen."
Context: Bundle.entry.search
* insert Danish([[Hvorfor en aktivitet vises]], [[En grund med ord, ved siden af pointene på det, der blev fundet til en borger.]])
* value[x] only string
* value[x] 1..1
