Profile: SamspilHealthcareService
Parent: HealthcareService
Id: samspil-healthcare-service
Title: "Kind of service (ydelsestype), class (hold) or activity (aktivitet)"
Description: "What can be booked, who is answerable for it, by which law, and the rules for booking, moving and cancelling. What has the category activity is something to take part in near home."
* . obeys samspil-activity-1 and samspil-activity-2 and samspil-activity-3
* active 1..1
* providedBy 0..1
* providedBy only Reference(SamspilOrganization)
* type 0..1
* type.coding 2..2
* name 0..1
* category 0..2
* category from ActivityCategories (required)
* eligibility.code from ActivityAudiences (required)
* availableTime 0..1
* availableTime.extension contains Repetition named repetition 0..1
* characteristic 0..1
* characteristic from ServiceForms (required)
* location 0..2
* location only Reference(SamspilLocation)
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
    PostalArea named postalArea 0..* and
    GoesWith named goesWith 0..*

Extension: Class
Id: class
Title: "Class (hold)"
Description: "Many citizens at a time: seats a session, how few are needed, until how many hours before one may join, and how. Unit, codes, law and rules are those of the kind of service."
Context: HealthcareService
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
* ^caseSensitive = true
* ^content = #complete
* #whole "All sessions that are left"
* #single "Session by session"
* #either "As the citizen likes"

ValueSet: ClassJoinings
Id: class-joinings
Title: "Ways to join a class"
* include codes from system ClassJoining

Extension: BookingPolicy
Id: booking-policy
Title: "Rules for booking"
Description: "Lengths in minutes, lead time and deadlines in elapsed hours, horizon in calendar days."
Context: HealthcareService
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
* extension contains daysBefore 0..1 and hoursBefore 0..1 and time 0..1
* extension[daysBefore].value[x] only integer
* extension[hoursBefore].value[x] only integer
* extension[time].value[x] only time

Extension: ResponsibleAuthority
Id: responsible-authority
Title: "Responsible authority (ansvarlig myndighed)"
Description: "Who is answerable for the service by law, which need not be who provides it."
Context: HealthcareService
* value[x] only string
* value[x] 1..1

Extension: Provider
Id: provider
Title: "Provider (leverandør)"
Description: "Who provides the service."
Context: HealthcareService
* value[x] only string
* value[x] 1..1

Extension: LegalBasis
Id: legal-basis
Title: "Legal basis (lovgrundlag)"
Description: "The law under which it is given: Provenance.policy of every act on it."
Context: HealthcareService, EpisodeOfCare, Task
* value[x] only uri
* value[x] 1..1

CodeSystem: BookingManner
Id: booking-manner
Title: "How something may be done"
* ^caseSensitive = true
* ^content = #complete
* #direct "At once"
* #request "By asking the unit"
* #none "Not here"

ValueSet: BookingManners
Id: booking-manners
Title: "Ways in which something may be done"
* include codes from system BookingManner

CodeSystem: PublicHoliday
Id: public-holiday
Title: "A service on public holidays"
* ^caseSensitive = true
* ^content = #complete
* #closed "No times are offered"
* #open "As on other days"

ValueSet: PublicHolidays
Id: public-holidays
Title: "Whether a service is given on public holidays"
* include codes from system PublicHoliday

CodeSystem: AfterDeadline
Id: after-deadline
Title: "A cancellation after the deadline"
* ^caseSensitive = true
* ^content = #complete
* #accept "Accepted and marked late"
* #refuse "Refused"

ValueSet: AfterDeadlines
Id: after-deadlines
Title: "What becomes of a cancellation after the deadline"
* include codes from system AfterDeadline

CodeSystem: SmsLink
Id: sms-link
Title: "What the link of a reminder opens"
* ^caseSensitive = true
* ^content = #complete
* #none "There is no link"
* #login "The self-service, after login"
* #cancel "A page to cancel on, without login"

ValueSet: SmsLinks
Id: sms-links
Title: "What links of reminders open"
* include codes from system SmsLink

CodeSystem: ServiceForm
Id: service-form
Title: "How a service is given"
* ^caseSensitive = true
* ^content = #complete
* #attendance "Fremmøde"
* #home "I hjemmet"
* #video "Video"
* #telephone "Telefon"

ValueSet: ServiceForms
Id: service-forms
Title: "Forms of a service"
* include codes from system ServiceForm

// What only activities have. The address of a contained place has http://hl7.dk/fhir/core/StructureDefinition/dk-core-municipalityCodes

Invariant: samspil-activity-1
Description: "An activity says how far its approval is, how one signs up, when it is in force, and whom it is for."
Severity: #error
Expression: "category.coding.where(code = 'activity').empty() or (providedBy.exists() and type.empty() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').exists() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/sign-up').exists() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/effective').exists())"

Invariant: samspil-activity-2
Description: "Only an activity has a category, and what goes with it."
Severity: #error
Expression: "category.coding.where(code = 'activity').exists() or (category.empty() and contained.empty() and eligibility.empty() and communication.empty() and availableTime.empty() and extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').empty())"

Invariant: samspil-activity-3
Description: "What is active is approved, and what is approved is active."
Severity: #error
Expression: "category.coding.where(code = 'activity').empty() or active = extension.where(url = 'https://samspil.example/fhir/StructureDefinition/approval').extension.where(url = 'status').where(value = 'approved').exists()"

CodeSystem: ServiceCategory
Id: service-category
Title: "Category of a service"
* ^caseSensitive = true
* ^content = #complete
* #activity "Aktivitet"

CodeSystem: ActivityKind
Id: activity-kind
Title: "Kind of an activity"
* ^caseSensitive = true
* ^content = #complete
* #movement "Bevægelse"
* #company "Fællesskab"
* #culture "Kultur"
* #food "Mad"
* #talk "Samtale"
* #nature "Natur"
* #digital "Digital hjælp"

ValueSet: ActivityCategories
Id: activity-categories
Title: "That a service is an activity, and of what kind"
* include codes from system ServiceCategory
* include codes from system ActivityKind

ValueSet: ActivityKinds
Id: activity-kinds
Title: "Kinds of activities"
* include codes from system ActivityKind

CodeSystem: ActivityAudience
Id: activity-audience
Title: "Whom an activity is for"
* ^caseSensitive = true
* ^content = #complete
* #all "Alle"
* #older "Ældre"
* #relatives "Pårørende"
* #dementia "Mennesker med demens"
* #cancer "Mennesker med kræft"
* #heart "Mennesker med hjertesygdom"
* #grief "Mennesker i sorg"
* #young "Unge"

ValueSet: ActivityAudiences
Id: activity-audiences
Title: "Audiences of activities"
* include codes from system ActivityAudience

Extension: Approval
Id: approval
Title: "Approval (godkendelse)"
Description: "How far the approval of an activity has come, and why it was rejected. Others than staff and who holds it see approved ones only."
Context: HealthcareService
* extension contains status 1..1 and reason 0..1
* extension[status].value[x] only code
* extension[status].value[x] from ApprovalStates (required)
* extension[reason].value[x] only string

CodeSystem: ApprovalState
Id: approval-state
Title: "How far an approval has come"
* ^caseSensitive = true
* ^content = #complete
* #pending "Waits for an answer"
* #approved "Approved"
* #rejected "Rejected"
* #withdrawn "Withdrawn by who holds it"

ValueSet: ApprovalStates
Id: approval-states
Title: "States of an approval"
* include codes from system ApprovalState

Extension: SignUp
Id: sign-up
Title: "Sign-up (tilmelding)"
Description: "How one takes part: one just comes, at an address of who holds it, or by booking the class here. A link leads out of the municipality's pages."
Context: HealthcareService
* extension contains manner 1..1 and link 0..1 and class 0..1
* extension[manner].value[x] only code
* extension[manner].value[x] from SignUpManners (required)
* extension[link].value[x] only url
* extension[class].value[x] only Reference(SamspilHealthcareService)

CodeSystem: SignUpManner
Id: sign-up-manner
Title: "How one signs up"
* ^caseSensitive = true
* ^content = #complete
* #none "One just comes"
* #link "At the link, with who holds it"
* #here "By booking the class"

ValueSet: SignUpManners
Id: sign-up-manners
Title: "Ways to sign up"
* include codes from system SignUpManner

Extension: Price
Id: price
Title: "Price (pris)"
Description: "What it costs to take part once, in kroner; without it nothing."
Context: HealthcareService
* value[x] only Money
* value[x] 1..1

Extension: Effective
Id: effective
Title: "In force"
Description: "From which day and until when an activity is told of."
Context: HealthcareService
* value[x] only Period
* value[x] 1..1

Extension: Recorded
Id: recorded
Title: "Recorded (oprettet)"
Description: "When it was first told."
Context: HealthcareService
* value[x] only dateTime
* value[x] 1..1

Extension: ActivitySession
Id: activity-session
Title: "One time of an activity"
Description: "A date and two times of day, Danish wall time."
Context: HealthcareService
* extension contains date 1..1 and from 1..1 and to 1..1
* extension[date].value[x] only date
* extension[from].value[x] only time
* extension[to].value[x] only time

Extension: Repetition
Id: repetition
Title: "Weeks of a repetition"
Description: "Every so many weeks, between two dates, on the days and at the times of the available time."
Context: HealthcareService.availableTime
* extension contains everyWeeks 1..1 and first 1..1 and last 1..1
* extension[everyWeeks].value[x] only integer
* extension[first].value[x] only date
* extension[last].value[x] only date

Extension: Occasion
Id: occasion
Title: "When an activity is held"
Description: "Each time as instants, worked out from the wall times: those given, and those of the repetition without its exceptions."
Context: HealthcareService
* value[x] only Period
* value[x] 1..1

Extension: PostalArea
Id: postal-area
Title: "Area (postnummer)"
Description: "A postal code that an activity is for; all: wherever one lives."
Context: HealthcareService
* value[x] only code
* value[x] 1..1

Extension: GoesWith
Id: goes-with
Title: "Goes with a service"
Description: "A kind of service that the activity goes well with."
Context: HealthcareService
* value[x] only Reference(SamspilHealthcareService)
* value[x] 1..1

Extension: ActivityReason
Id: activity-reason
Title: "Why an activity is shown"
Description: "A reason in words, beside the score of an entry that was found for a citizen."
Context: Bundle.entry.search
* value[x] only string
* value[x] 1..1
