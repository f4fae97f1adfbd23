Profile: SamspilHealthcareService
Parent: HealthcareService
Id: samspil-healthcare-service
Title: "Kind of service (ydelsestype)"
Description: "What can be booked, who is answerable for it, by which law, and the rules for booking, moving and cancelling."
* active 1..1
* providedBy 0..1
* providedBy only Reference(SamspilOrganization)
* type 0..1
* type.coding 2..2
* name 0..1
* characteristic 0..1
* characteristic from ServiceForms (required)
* location 0..1
* location only Reference(SamspilLocation)
* extension contains
    BookingPolicy named bookingPolicy 0..1 and
    Class named class 0..1 and
    ResponsibleAuthority named responsibleAuthority 0..1 and
    Provider named provider 0..1 and
    ReminderPlan named reminderPlan 0..4 and
    LegalBasis named legalBasis 0..1

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
Description: "The law under which the service is given: Provenance.policy of every act on it."
Context: HealthcareService
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
