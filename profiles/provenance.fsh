// Names the citizen concerned by R5's extension
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient

Profile: SamspilProvenance
Parent: Provenance
Id: samspil-provenance
Title: "Who did what"
Description: "One for each write, in its transaction. The mandate is the entity with role source, the version before it the one with role revision."
* target 1..1
* occurred[x] only dateTime
* occurred[x] 1..1
* policy 1..1
* activity 1..1
* activity.coding 2..2
* agent 2..2
* agent.type 1..1
* entity 0..2

CodeSystem: Activity
Id: activity
Title: "What was done"
* ^caseSensitive = true
* ^content = #complete
* #create "Created"
* #delete "Deleted"
* #book "Booked"
* #move "Moved"
* #cancel "Cancelled"
* #hold "Held"
* #renew "Held for longer"
* #release "Let go by the holder"
* #expire "Held no longer, for its time was over"
* #join-waitlist "Put on the waiting list"
* #leave-waitlist "Taken off the waiting list"
* #offer "Offered to who waits"
* #decline "Offer declined"
* #lapse "Offer lapsed"
* #attend "What became of the appointment noted"
* #request "A unit asked"
* #answer "A request answered"
* #flag "A unit told"
* #update "Changed"
* #send "Sent"
* #mark-read "Marked as read"
* #share "Thread shared with relatives, or no more"
* #approve "Approved"
* #reject "Rejected"
* #measure "Measured"
* #correct "Corrected"
* #exercise "Exercise done, or taken back"
* #undelivered "Not taken by Cura"
* #remind "Reminded"
* #receipt "Delivery of a message noted"
* #import "Taken in from Cura"
* #setup "Set up with the installation"
* #login "Shown by a login, or by a register of mandates"

CodeSystem: ActorRole
Id: actor-role
Title: "Role of an agent that v3-RoleCode lacks"
* ^caseSensitive = true
* ^content = #complete
* #staff "Staff"
* #system "A machine"
* #link-holder "Whoever held the link of a reminder"
* #relative "A relative, by the mandate that stands beside"
* #auditor "An auditor"
* #association "An association that publishes activities"
* #public "Nobody who is known"
* #cura "The care record"
