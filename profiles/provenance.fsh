// Names the citizen concerned by R5's extension
// http://hl7.org/fhir/5.0/StructureDefinition/extension-Provenance.patient

Profile: SamspilProvenance
Parent: Provenance
Id: samspil-provenance
Title: "Who did what"
Description: "One for each write, in its transaction. The citizen concerned stands in R5's cross-version extension for Provenance.patient. The mandate is the entity with role source, the version before it the one with role revision."
* insert Danish([[Hvem gjorde hvad]], [[Én for hver skrivning, i dens transaktion. Borgeren, det drejer sig om, står i R5s cross-version extension for Provenance.patient. Fuldmagten er den entity, hvis rolle er source, versionen før den, hvis rolle er revision.]])
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
* insert DanishTitle([[Hvad der blev gjort]])
* ^caseSensitive = true
* ^content = #complete
* #create "Created"
* #create insert Da([[Oprettet]])
* #delete "Deleted"
* #delete insert Da([[Slettet]])
* #book "Booked"
* #book insert Da([[Bestilt]])
* #move "Moved"
* #move insert Da([[Flyttet]])
* #cancel "Cancelled"
* #cancel insert Da([[Aflyst]])
* #hold "Held"
* #hold insert Da([[Holdt]])
* #renew "Held for longer"
* #renew insert Da([[Holdt længere]])
* #release "Let go by the holder"
* #release insert Da([[Sluppet af den, der holdt den]])
* #expire "Held no longer, for its time was over"
* #expire insert Da([[Ikke holdt længere, for tiden var gået]])
* #join-waitlist "Put on the waiting list"
* #join-waitlist insert Da([[Sat på ventelisten]])
* #leave-waitlist "Taken off the waiting list"
* #leave-waitlist insert Da([[Taget af ventelisten]])
* #offer "Offered to who waits"
* #offer insert Da([[Tilbudt den, der venter]])
* #decline "Offer declined"
* #decline insert Da([[Tilbud afslået]])
* #lapse "Offer lapsed"
* #lapse insert Da([[Tilbud udløbet]])
* #attend "What became of the appointment noted"
* #attend insert Da([[Noteret, hvad aftalen blev til]])
* #request "A unit asked"
* #request insert Da([[En enhed spurgt]])
* #answer "A request answered"
* #answer insert Da([[En anmodning besvaret]])
* #flag "A unit told"
* #flag insert Da([[En enhed gjort opmærksom]])
* #update "Changed"
* #update insert Da([[Ændret]])
* #send "Sent"
* #send insert Da([[Sendt]])
* #mark-read "Marked as read"
* #mark-read insert Da([[Mærket som læst]])
* #share "Thread shared with relatives, or no more"
* #share insert Da([[Tråd delt med pårørende, eller ikke længere]])
* #approve "Approved"
* #approve insert Da([[Godkendt]])
* #reject "Rejected"
* #reject insert Da([[Afvist]])
* #measure "Measured"
* #measure insert Da([[Målt]])
* #correct "Corrected"
* #correct insert Da([[Rettet]])
* #exercise "Exercise done, or taken back"
* #exercise insert Da([[Øvelse gjort, eller taget tilbage]])
* #undelivered "Not taken by Cura"
* #undelivered insert Da([[Ikke modtaget af Cura]])
* #reinstate "What Cura has stands again"
* #reinstate insert Da([[Det, Cura har, gælder igen]])
* #remind "Reminded"
* #remind insert Da([[Påmindet]])
* #receipt "Delivery of a message noted"
* #receipt insert Da([[Levering af en besked noteret]])
* #import "Taken in from Cura"
* #import insert Da([[Taget ind fra Cura]])
* #setup "Set up with the installation"
* #setup insert Da([[Sat op med installationen]])
* #login "Shown by a login, or by a register of mandates"
* #login insert Da([[Vist af et login, eller af et register over fuldmagter]])

CodeSystem: ActorRole
Id: actor-role
Title: "Role of an agent that v3-RoleCode lacks"
* insert DanishTitle([[Den handlendes rolle, hvor v3-RoleCode mangler den]])
* ^caseSensitive = true
* ^content = #complete
* #staff "Staff"
* #staff insert Da([[Personalet]])
* #system "A machine"
* #system insert Da([[En maskine]])
* #link-holder "Whoever held the link of a reminder"
* #link-holder insert Da([[Den, der havde påmindelsens link]])
* #relative "A relative, by the mandate that stands beside"
* #relative insert Da([[En pårørende, efter den fuldmagt, der står ved siden af]])
* #auditor "An auditor"
* #auditor insert Da([[En revisor]])
* #association "An association that publishes activities"
* #association insert Da([[En forening, der udgiver aktiviteter]])
* #public "Nobody who is known"
* #public insert Da([[Ingen, der kendes]])
* #cura "The care record"
* #cura insert Da([[Omsorgsjournalen]])
