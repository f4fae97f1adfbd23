// Code systems that no room owns.

CodeSystem: SamspilIssue
Id: samspil-issue
Title: "What an OperationOutcome says"
Description: "The code in issue.details; a broken invariant of R4 has the key that R4 gives it."
* insert Danish([[Hvad en OperationOutcome siger]], [[Koden i issue.details; en brudt regel i R4 har den nøgle, R4 giver den.]])
* ^caseSensitive = true
* ^content = #fragment
* #activity-answered "The activity has that answer already"
* #activity-answered insert Da([[Aktiviteten har allerede det svar]])
* #activity-approval "Only staff approve an activity"
* #activity-approval insert Da([[Kun personalet godkender en aktivitet]])
* #activity-approver "The function of the staff member does not approve activities"
* #activity-approver insert Da([[Medarbejderens funktion godkender ikke aktiviteter]])
* #activity-area "An area is a postal code"
* #activity-area insert Da([[Et område er et postnummer]])
* #activity-language "A language is written as in BCP 47"
* #activity-language insert Da([[Et sprog skrives som i BCP 47]])
* #activity-link "Sign-up by link needs an https address"
* #activity-link insert Da([[Tilmelding på link kræver en https-adresse]])
* #activity-own "An association writes its own activities alone"
* #activity-own insert Da([[En forening skriver kun sine egne aktiviteter]])
* #activity-place "The activity has no place"
* #activity-place insert Da([[Aktiviteten har intet sted]])
* #activity-sign-up-here "An association has no sign-up here"
* #activity-sign-up-here insert Da([[En forening har ingen tilmelding her]])
* #activity-text "A text of the activity is not plain"
* #activity-text insert Da([[En tekst i aktiviteten er ikke ren tekst]])
* #activity-times "The activity is never held"
* #activity-times insert Da([[Aktiviteten holdes aldrig]])
* #address-too-long "The address is too long"
* #address-too-long insert Da([[Adressen er for lang]])
* #already-joined "The citizen has joined the session already"
* #already-joined insert Da([[Borgeren er allerede tilmeldt den gang]])
* #already-waiting "The citizen is on the waiting list already"
* #already-waiting insert Da([[Borgeren står allerede på ventelisten]])
* #already-there "The resource is there already"
* #already-there insert Da([[Ressourcen findes allerede]])
* #answer-by-unit "Only the unit that it was sent to can answer"
* #answer-by-unit insert Da([[Kun den enhed, den blev sendt til, kan svare]])
* #answer-code "There is no such answer"
* #answer-code insert Da([[Det svar findes ikke]])
* #assurance-level "The login is too weak"
* #assurance-level insert Da([[Login er for svagt]])
* #attachment-content "The content of a file is not of its type"
* #attachment-content insert Da([[En fils indhold passer ikke til dens type]])
* #attachment-data "A file is sent with content, type and name"
* #attachment-data insert Da([[En fil sendes med indhold, type og navn]])
* #attachment-limit "The files are too many or too large"
* #attachment-limit insert Da([[Filerne er for mange eller for store]])
* #attachment-name "A file cannot have that name"
* #attachment-name insert Da([[En fil kan ikke have det navn]])
* #attachment-type "Files of that type cannot be sent"
* #attachment-type insert Da([[Filer af den type kan ikke sendes]])
* #bad-etag "The ETag is not written as one"
* #bad-etag insert Da([[ETag'en er ikke skrevet som en]])
* #bad-format "The value does not have the form of its type"
* #bad-format insert Da([[Værdien har ikke sin types form]])
* #bad-request "The request cannot be read"
* #bad-request insert Da([[Forespørgslen kan ikke læses]])
* #binding-token "The binding token has expired or is for something else"
* #binding-token insert Da([[Bindingsbeviset er udløbet eller til noget andet]])
* #body-missing "The request has no body"
* #body-missing insert Da([[Forespørgslen har intet indhold]])
* #book-by-request "The service is booked by asking the unit"
* #book-by-request insert Da([[Ydelsen bestilles ved at spørge enheden]])
* #book-offered "The service cannot be booked here"
* #book-offered insert Da([[Ydelsen kan ikke bestilles her]])
* #book-status "$book does not take that status"
* #book-status insert Da([[$book tager ikke den status]])
* #bookable-status "The appointment cannot be booked as it is now"
* #bookable-status insert Da([[Aftalen kan ikke bestilles, som den er nu]])
* #bundle-type "The Bundle is no batch or transaction"
* #bundle-type insert Da([[Bundlen er hverken batch eller transaction]])
* #calendar-owner "Only the citizen, or a relative with a lasting mandate to act, opens a calendar address"
* #calendar-owner insert Da([[Kun borgeren, eller en pårørende med varig fuldmagt til at handle, åbner en kalenderadresse]])
* #cancel-by-request "Appointments of the service are cancelled by asking the unit"
* #cancel-by-request insert Da([[Ydelsens aftaler aflyses ved at spørge enheden]])
* #cancel-deadline "The deadline for cancelling has passed"
* #cancel-deadline insert Da([[Fristen for afbud er gået]])
* #cancel-offered "Appointments of the service cannot be cancelled here"
* #cancel-offered insert Da([[Ydelsens aftaler kan ikke aflyses her]])
* #cancellable-status "The appointment cannot be cancelled as it is now"
* #cancellable-status insert Da([[Aftalen kan ikke aflyses, som den er nu]])
* #case-in-cura "The case is handled in the municipality's own system"
* #case-in-cura insert Da([[Sagen behandles i kommunens eget system]])
* #cancellation-reason "There is no such reason of a cancellation"
* #cancellation-reason insert Da([[Den årsag til afbud findes ikke]])
* #chain "The chain of parameters leads nowhere"
* #chain insert Da([[Kæden af parametre fører ingen steder hen]])
* #chain-too-deep "The chain goes through too many references"
* #chain-too-deep insert Da([[Kæden går gennem for mange referencer]])
* #chain-too-wide "The chain may go through too many types"
* #chain-too-wide insert Da([[Kæden kan gå gennem for mange typer]])
* #choice-type "The profile does not allow the type"
* #choice-type insert Da([[Profilen tillader ikke typen]])
* #citizen-busy "The citizen has another appointment at that time"
* #citizen-busy insert Da([[Borgeren har en anden aftale på det tidspunkt]])
* #class-deadline "It is too late to join the session"
* #class-deadline insert Da([[Det er for sent at tilmelde sig den gang]])
* #class-full "The session of the class is full"
* #class-full insert Da([[Den gang på holdet er fuld]])
* #class-needed "The service is no class"
* #class-needed insert Da([[Ydelsen er ikke et hold]])
* #class-session "Which session of a class it is about"
* #class-session insert Da([[Hvilken gang på et hold det drejer sig om]])
* #class-single-only "The class is joined one session at a time"
* #class-single-only insert Da([[Man tilmelder sig holdet én gang ad gangen]])
* #class-whole-only "The class is joined as a whole"
* #class-whole-only insert Da([[Man tilmelder sig hele holdet]])
* #client-provenance "Who acted is written by the server alone, not by a client"
* #client-provenance insert Da([[Hvem der handlede, skriver kun serveren, ikke en klient]])
* #citizen-alive "The citizen is registered as deceased"
* #citizen-alive insert Da([[Borgeren er registreret som død]])
* #code-outside-value-set "The code is not in the extensible value set"
* #code-outside-value-set insert Da([[Koden er ikke i det udvidelige værdisæt]])
* #code-system-not-listed "The codes of the system cannot be listed here"
* #code-system-not-listed insert Da([[Systemets koder kan ikke opregnes her]])
* #company-holder "A company holds the power of attorney"
* #company-holder insert Da([[Et firma har fuldmagten]])
* #condition-busy "Somebody else is doing the same"
* #condition-busy insert Da([[En anden gør det samme]])
* #contained-missing "There is no such contained resource"
* #contained-missing insert Da([[Den indlejrede ressource findes ikke]])
* #criteria-missing "A condition needs criteria"
* #criteria-missing insert Da([[En betingelse kræver kriterier]])
* #cura-unavailable "Cura does not answer"
* #cura-unavailable insert Da([[Cura svarer ikke]])
* #database-unavailable "The database does not answer"
* #database-unavailable insert Da([[Databasen svarer ikke]])
* #dom-3 "Nothing refers to a contained resource"
* #dom-3 insert Da([[Intet peger på en indlejret ressource]])
* #duration "The time does not have the length of the service"
* #duration insert Da([[Tiden har ikke ydelsens længde]])
* #empty "Empty values are not allowed"
* #empty insert Da([[Tomme værdier er ikke tilladt]])
* #end-before-start "The end lies before the start"
* #end-before-start insert Da([[Slutningen ligger før starten]])
* #entry-method "The method of an entry is none"
* #entry-method insert Da([[En posts metode findes ikke]])
* #entry-request "An entry of a Bundle needs a request"
* #entry-request insert Da([[En post i en Bundle kræver en request]])
* #entry-resource "No resource belongs to the request"
* #entry-resource insert Da([[Ingen ressource hører til forespørgslen]])
* #entry-twice "Two entries change one resource"
* #entry-twice insert Da([[To poster ændrer samme ressource]])
* #entry-url "The address of an entry is not here"
* #entry-url insert Da([[En posts adresse er ikke her]])
* #exercise-not-done "The exercise was not marked as done"
* #exercise-not-done insert Da([[Øvelsen var ikke mærket som gjort]])
* #exercise-time "The time lies outside the programme"
* #exercise-time insert Da([[Tidspunktet ligger uden for programmet]])
* #exercise-unknown "The programme has no such exercise"
* #exercise-unknown insert Da([[Programmet har ikke den øvelse]])
* #export-begun "The export has been started"
* #export-begun insert Da([[Eksporten er sat i gang]])
* #export-failed "The export could not be made"
* #export-failed insert Da([[Eksporten kunne ikke laves]])
* #export-forbidden "Data may not be taken out in bulk"
* #export-forbidden insert Da([[Data må ikke tages ud samlet]])
* #extension-context "The extension may not stand there"
* #extension-context insert Da([[En extension må ikke stå dér]])
* #feature-off "The municipality or the unit has not switched it on"
* #feature-off insert Da([[Kommunen har ikke åbnet for det]])
* #figures-for-staff "Figures are for staff, auditors and systems"
* #figures-for-staff insert Da([[Nøgletal er for personale, revisorer og systemer]])
* #fixed-value "The profile demands another value"
* #fixed-value insert Da([[Profilen kræver en anden værdi]])
* #full-url-twice "Two entries have one fullUrl"
* #full-url-twice insert Da([[To poster har samme fullUrl]])
* #future "The time has passed"
* #future insert Da([[Tidspunktet er gået]])
* #gone "The resource has been deleted"
* #gone insert Da([[Ressourcen er slettet]])
* #hold-expired "The time is held no longer"
* #hold-expired insert Da([[Tiden holdes ikke længere]])
* #hold-limit "Too many times are held for the citizen"
* #hold-limit insert Da([[Der holdes for mange tider til borgeren]])
* #hold-owner "Somebody else holds the time"
* #hold-owner insert Da([[En anden holder tiden]])
* #hold-renewals "The time was held as long as it can be"
* #hold-renewals insert Da([[Tiden er holdt så længe, den kan]])
* #granted-service "The service must be granted first"
* #granted-service insert Da([[Ydelsen skal først bevilges]])
* #group-booking-not-offered "More than one citizen in one booking"
* #group-booking-not-offered insert Da([[Mere end én borger i én bestilling]])
* #horizon "The time is too far ahead"
* #horizon insert Da([[Tiden ligger for langt fremme]])
* #id-ignored "The id is not used"
* #id-ignored insert Da([[Id'et bruges ikke]])
* #id-mismatch "The id is not that of the address"
* #id-mismatch insert Da([[Id'et er ikke adressens]])
* #id-needed "The resource must have its id"
* #id-needed insert Da([[Ressourcen skal have sit id]])
* #identifier-used "Another measurement has the identifier"
* #identifier-used insert Da([[En anden måling har den identifier]])
* #identity-unavailable "The identity provider does not answer"
* #identity-unavailable insert Da([[Identitetsudbyderen svarer ikke]])
* #implausible-value "The value must be a slip"
* #implausible-value insert Da([[Værdien må være en fejl]])
* #insufficient-scope "The token's scopes do not allow it"
* #insufficient-scope insert Da([[Adgangsbevisets scopes tillader det ikke]])
* #instance-needed "The address must name a resource"
* #instance-needed insert Da([[Adressen skal pege på en ressource]])
* #includes-cut "More is referred to than one answer can hold"
* #includes-cut insert Da([[Der henvises til mere, end ét svar kan rumme]])
* #internal "A fault of ours"
* #internal insert Da([[En fejl hos os]])
* #inquiry-by-citizen "An inquiry is sent by the citizen, or by a relative with a mandate"
* #inquiry-by-citizen insert Da([[En henvendelse sendes af borgeren eller af en pårørende med fuldmagt]])
* #inquiry-element "The element is no part of an inquiry"
* #inquiry-element insert Da([[Feltet hører ikke til en henvendelse]])
* #inquiry-handled "The inquiry is being handled or is closed"
* #inquiry-handled insert Da([[Henvendelsen behandles eller er afsluttet]])
* #inquiry-identifier "An inquiry has one identifier at most"
* #inquiry-identifier insert Da([[En henvendelse har højst én identifier]])
* #inquiry-new "An inquiry is sent as active and as a proposal"
* #inquiry-new insert Da([[En henvendelse sendes som active og proposal]])
* #inquiry-sender "Who asks follows from who is logged in"
* #inquiry-sender insert Da([[Hvem der spørger, følger af, hvem der er logget ind]])
* #inquiry-subject "An inquiry needs a subject"
* #inquiry-subject insert Da([[En henvendelse skal have et emne]])
* #inquiry-text "An inquiry needs one text"
* #inquiry-text insert Da([[En henvendelse skal have én tekst]])
* #inquiry-unit "An inquiry names one unit or one service"
* #inquiry-unit insert Da([[En henvendelse nævner én enhed eller én ydelse]])
* #inquiry-withdrawal "An inquiry is changed only by withdrawing it"
* #inquiry-withdrawal insert Da([[En henvendelse kan kun ændres ved at trække den tilbage]])
* #invalid-character "A character that is not allowed"
* #invalid-character insert Da([[Et tegn, der ikke er tilladt]])
* #invariant "A rule of R4 is broken"
* #invariant insert Da([[En regel i R4 er brudt]])
* #job-role-missing "The employee has no role here"
* #job-role-missing insert Da([[Medarbejderen har ingen rolle her]])
* #lead-time "The time is too soon"
* #lead-time insert Da([[Tiden er for snart]])
* #ledger-range "The sizes of the ledger are none"
* #ledger-range insert Da([[Logbogens størrelser findes ikke]])
* #link-cancels "The link cannot be used to cancel"
* #link-cancels insert Da([[Linket kan ikke bruges til at aflyse]])
* #live-full "The caller has too many connections open"
* #live-full insert Da([[Den, der kalder, har for mange forbindelser åbne]])
* #login-needed "This needs a login"
* #login-needed insert Da([[Det kræver et login]])
* #malformed-json "The JSON is malformed"
* #malformed-json insert Da([[JSON'en er forkert skrevet]])
* #malformed-xml "The XML is malformed"
* #malformed-xml insert Da([[XML'en er forkert skrevet]])
* #mandate-elsewhere "Mandates are made and revoked elsewhere"
* #mandate-elsewhere insert Da([[Fuldmagter gives og tilbagekaldes et andet sted]])
* #mandate-to-act "The mandate gives no right to act"
* #mandate-to-act insert Da([[Fuldmagten giver ingen ret til at handle]])
* #may-override "Staff can set the rule aside by a reason"
* #may-override insert Da([[Personalet kan sætte reglen til side med en begrundelse]])
* #measure-code "The code is no measurement that is taken"
* #measure-code insert Da([[Koden er ikke en måling, der modtages]])
* #measure-performer "Somebody else is said to have measured"
* #measure-performer insert Da([[En anden siges at have målt]])
* #measure-plan "The plan asks for nothing of the kind"
* #measure-plan insert Da([[Planen beder ikke om den slags]])
* #measure-shape "The measurement does not have its shape"
* #measure-shape insert Da([[Målingen har ikke sin form]])
* #measure-status "A new measurement is final"
* #measure-status insert Da([[En ny måling er final]])
* #measure-time "The time of the measurement cannot be"
* #measure-time insert Da([[Målingens tidspunkt kan ikke passe]])
* #measure-unit "The unit cannot be used for the measurement"
* #measure-unit insert Da([[Enheden kan ikke bruges til målingen]])
* #measure-value "One number is required"
* #measure-value insert Da([[Der kræves ét tal]])
* #measured-by-staff "Staff measured it"
* #measured-by-staff insert Da([[Personalet målte den]])
* #message-draft "Drafts of messages are not kept"
* #message-draft insert Da([[Kladder til beskeder gemmes ikke]])
* #message-element "The element cannot stand in a message"
* #message-element insert Da([[Feltet kan ikke stå i en besked]])
* #message-identifier "The identifier of a message cannot be kept"
* #message-identifier insert Da([[En beskeds identifier kan ikke bevares]])
* #message-one "A message can have one of that"
* #message-one insert Da([[En besked kan have én af dem]])
* #message-other-thread "The message does not fit its thread"
* #message-other-thread insert Da([[Beskeden passer ikke i sin tråd]])
* #message-recipient "There is no such recipient of messages"
* #message-recipient insert Da([[Den modtager af beskeder findes ikke]])
* #message-set "The element is set by the server"
* #message-set insert Da([[Feltet sættes af serveren]])
* #message-text "A message has exactly one text"
* #message-text insert Da([[En besked har netop én tekst]])
* #message-thread "There is no such message to answer"
* #message-thread insert Da([[Der er ingen sådan besked at svare på]])
* #message-topic "The first message of a thread has a title"
* #message-topic insert Da([[Trådens første besked har en overskrift]])
* #messages-off "The municipality takes no messages"
* #messages-off insert Da([[Kommunen modtager ikke beskeder]])
* #metadata-mode "metadata does not come in that mode"
* #metadata-mode insert Da([[metadata findes ikke i den mode]])
* #method-not-allowed "The method is not possible here"
* #method-not-allowed insert Da([[Metoden er ikke mulig her]])
* #missing "An element is required"
* #missing insert Da([[Et felt er påkrævet]])
* #monitoring-off "Nobody watches measurements"
* #monitoring-off insert Da([[Ingen holder øje med målinger]])
* #more-faults "There are more faults than are shown"
* #more-faults insert Da([[Der er flere fejl, end der vises]])
* #movable-status "The appointment cannot be moved as it is now"
* #movable-status insert Da([[Aftalen kan ikke flyttes, som den er nu]])
* #move-by-request "Appointments of the service are moved by asking the unit"
* #move-by-request insert Da([[Ydelsens aftaler flyttes ved at spørge enheden]])
* #move-deadline "The deadline for moving has passed"
* #move-deadline insert Da([[Fristen for at flytte er gået]])
* #move-offered "Appointments of the service cannot be moved here"
* #move-offered insert Da([[Ydelsens aftaler kan ikke flyttes her]])
* #nearest-free "The nearest free times"
* #nearest-free insert Da([[De nærmeste ledige tider]])
* #nested-bundle "A Bundle in a Bundle"
* #nested-bundle insert Da([[En Bundle i en Bundle]])
* #no-criterion "The parameter is no search criterion"
* #no-criterion insert Da([[Parameteren er ikke et søgekriterium]])
* #no-free-times "There are no free times"
* #no-free-times insert Da([[Der er ingen ledige tider]])
* #no-mandate "No access to this citizen"
* #no-mandate insert Da([[Ingen adgang til denne borger]])
* #no-right-to-write "No right to write this"
* #no-right-to-write insert Da([[Ingen ret til at skrive dette]])
* #no-such-section "The document has no such section"
* #no-such-section insert Da([[Dokumentet har ikke det afsnit]])
* #no-such-date "There is no such date"
* #no-such-date insert Da([[Den dato findes ikke]])
* #no-unit "The service has no unit that could answer"
* #no-unit insert Da([[Ydelsen har ingen enhed, der kan svare]])
* #no-video "There is no video meeting"
* #no-video insert Da([[Der er intet videomøde]])
* #none-matches "Nothing fulfils the condition"
* #none-matches insert Da([[Intet opfylder betingelsen]])
* #not-acceptable "The answer does not come in that format"
* #not-acceptable insert Da([[Svaret findes ikke i det format]])
* #not-available "What was asked for is not available"
* #not-available insert Da([[Det, der blev bedt om, er ikke ledigt]])
* #not-begun "The appointment has begun"
* #not-begun insert Da([[Aftalen er begyndt]])
* #not-begun-yet "The appointment has not begun yet"
* #not-begun-yet insert Da([[Aftalen er ikke begyndt endnu]])
* #not-changeable "The element cannot be changed here"
* #not-changeable insert Da([[Feltet kan ikke ændres her]])
* #not-found "There is no such resource"
* #not-found insert Da([[Ressourcen findes ikke]])
* #not-in-compartment "The type does not lie in the compartment"
* #not-in-compartment insert Da([[Typen ligger ikke i compartmentet]])
* #not-in-value-set "The code is not in the required value set"
* #not-in-value-set insert Da([[Koden er ikke i det påkrævede værdisæt]])
* #not-known "The caller is not known"
* #not-known insert Da([[Den, der kalder, er ikke kendt]])
* #not-mapped "The type does not come from Cura"
* #not-mapped insert Da([[Der er ingen oversættelse af det]])
* #not-sealed-yet "The row is not in a signed tree yet"
* #not-sealed-yet insert Da([[Rækken er ikke i et underskrevet træ endnu]])
* #ok "All is well"
* #ok insert Da([[Alt er i orden]])
* #one-citizen "A search is about one citizen at a time"
* #one-citizen insert Da([[En søgning handler om én borger ad gangen]])
* #one-cura-write "More than one write to Cura in a transaction"
* #one-cura-write insert Da([[Mere end én skrivning til Cura i en transaktion]])
* #open-bookings "The citizen has as many appointments ahead as the service allows"
* #open-bookings insert Da([[Borgeren har så mange kommende aftaler, som ydelsen tillader]])
* #org-1 "Rule org-1 of R4"
* #org-1 insert Da([[R4s regel org-1]])
* #other-appointment "Two different appointments are named"
* #other-appointment insert Da([[Der nævnes to forskellige aftaler]])
* #over "It held for a time, which is over"
* #over insert Da([[Det gjaldt en tid, som er gået]])
* #other-citizen "The citizen named is another than that of the appointment"
* #other-citizen insert Da([[Den nævnte borger er en anden end aftalens]])
* #other-employer "The employee is of another employer"
* #other-employer insert Da([[Medarbejderen er ansat et andet sted]])
* #out-of-range "The number is outside the range of its type"
* #out-of-range insert Da([[Tallet ligger uden for sin types grænser]])
* #outcome-unknown "Whether it was done is not known yet"
* #outcome-unknown insert Da([[Om det blev gjort, vides ikke endnu]])
* #output-format "The files cannot be written in the format"
* #output-format insert Da([[Filerne kan ikke skrives i det format]])
* #override-by-staff "Only staff can set rules aside"
* #override-by-staff insert Da([[Kun personalet kan sætte regler til side]])
* #page "The link to the page does not hold"
* #page insert Da([[Linket til siden gælder ikke]])
* #parameter-ignored "The parameter was not used"
* #parameter-ignored insert Da([[Parameteren blev ikke brugt]])
* #parameter-missing "A parameter is required"
* #parameter-missing insert Da([[En parameter er påkrævet]])
* #parameter-repeated "A parameter may stand only once"
* #parameter-repeated insert Da([[En parameter må kun stå én gang]])
* #parameter-value "The value of a parameter cannot be used"
* #parameter-value insert Da([[En parameters værdi kan ikke bruges]])
* #patch "The patch cannot be applied"
* #patch insert Da([[Rettelsen kan ikke udføres]])
* #persist "Documents cannot be stored here"
* #persist insert Da([[Dokumenter kan ikke gemmes her]])
* #person-unknown "The person of the login cannot be found"
* #person-unknown insert Da([[Personen bag login kan ikke findes]])
* #pressure-order "The systolic pressure must be the higher"
* #pressure-order insert Da([[Det systoliske tryk skal være det højeste]])
* #profile-needed "A profile must be named"
* #profile-needed insert Da([[Der skal nævnes en profil]])
* #profile-of-other-type "The profile is for another type"
* #profile-of-other-type insert Da([[Profilen er til en anden type]])
* #programme-active "The programme is not active"
* #programme-active insert Da([[Programmet er ikke aktivt]])
* #proposal-not-stored "A proposal is not stored"
* #proposal-not-stored insert Da([[Et forslag gemmes ikke]])
* #read-only "The unit alone plans it"
* #read-only insert Da([[Kun enheden planlægger det]])
* #record-fault "The record breaks the contract with Cura"
* #record-fault insert Da([[Posten har en fejl]])
* #reference-syntax "The reference cannot be read"
* #reference-syntax insert Da([[Referencen kan ikke læses]])
* #reference-type "The reference may not point to that type"
* #reference-type insert Da([[Referencen må ikke pege på den type]])
* #relative-unknown "The municipality does not know the relative"
* #relative-unknown insert Da([[Kommunen kender ikke den pårørende]])
* #relatives-may-book "Relatives cannot book this service themselves"
* #relatives-may-book insert Da([[Pårørende kan ikke selv bestille denne ydelse]])
* #request-answered "The request has been answered or withdrawn"
* #request-answered insert Da([[Anmodningen er besvaret eller trukket tilbage]])
* #request-instead "The unit can be asked instead"
* #request-instead insert Da([[Enheden kan spørges i stedet]])
* #request-open "A request is waiting for an answer"
* #request-open insert Da([[En anmodning venter på svar]])
* #request-timeout "The request took too long to arrive"
* #request-timeout insert Da([[Forespørgslen var for længe undervejs]])
* #resource-needed "There is no resource to check"
* #resource-needed insert Da([[Der er ingen ressource at kontrollere]])
* #resource-type "The resource is of another type"
* #resource-type insert Da([[Ressourcen er af en anden type]])
* #respond-async "The answer comes later"
* #respond-async insert Da([[Svaret kommer senere]])
* #same-service "The time is of another service"
* #same-service insert Da([[Tiden hører til en anden ydelse]])
* #service-offered "The service is not offered on that date"
* #service-offered insert Da([[Ydelsen tilbydes ikke på den dato]])
* #several-match "Several resources fulfil the condition"
* #several-match insert Da([[Flere ressourcer opfylder betingelsen]])
* #sharing-by-citizen "Only the citizen shares threads"
* #sharing-by-citizen insert Da([[Kun borgeren deler tråde]])
* #sharing-off "The municipality does not let threads be shared"
* #sharing-off insert Da([[Kommunen lader ikke tråde dele]])
* #slot-free "The time is taken"
* #slot-free insert Da([[Tiden er optaget]])
* #slot-needed "A free time must be named"
* #slot-needed insert Da([[Der skal nævnes en ledig tid]])
* #slot-time "The times are not those of the slot"
* #slot-time insert Da([[Tidspunkterne er ikke den ledige tids]])
* #stale-version "The resource has changed meanwhile"
* #stale-version insert Da([[Ressourcen er ændret i mellemtiden]])
* #stop-by-citizen-or-staff "A stop is laid and lifted by the citizen or staff"
* #stop-by-citizen-or-staff insert Da([[Et stop lægges og løftes af borgeren eller personalet]])
* #stop-class "The stop names what is not served here"
* #stop-class insert Da([[Stoppet nævner noget, der ikke findes her]])
* #stop-element "The element is no part of a stop"
* #stop-element insert Da([[Feltet hører ikke til et stop]])
* #stop-lifting "A stop can only be lifted"
* #stop-lifting insert Da([[Et stop kan kun løftes]])
* #stop-period "The period of the stop is over"
* #stop-period insert Da([[Stoppets periode er gået]])
* #stop-relative "A stop is laid on one relative of the citizen"
* #stop-relative insert Da([[Et stop lægges på én af borgerens pårørende]])
* #stop-role "The role of the relative is none of ours"
* #stop-role insert Da([[Den pårørendes rolle er ikke en af vores]])
* #stop-status "A stop is laid as active"
* #stop-status insert Da([[Et stop lægges som active]])
* #subscription-binding "Only a running subscription to a live channel can be bound"
* #subscription-binding insert Da([[Kun et kørende abonnement på en levende kanal kan bindes]])
* #subscription-channel "There is no such channel"
* #subscription-channel insert Da([[Den kanal findes ikke]])
* #subscription-element "The element is no part of a subscription here"
* #subscription-element insert Da([[Feltet hører ikke til et abonnement her]])
* #subscription-end "The end of the subscription is over"
* #subscription-end insert Da([[Abonnementets slutning er gået]])
* #subscription-endpoint "The address cannot be told"
* #subscription-endpoint insert Da([[Adressen kan ikke få besked]])
* #subscription-filter "The filter is no search of the topic's type"
* #subscription-filter insert Da([[Filteret er ikke en søgning på emnets type]])
* #subscription-header "The header cannot be sent"
* #subscription-header insert Da([[Headeren kan ikke sendes]])
* #subscription-lasts "The right does not last as long as a rest-hook"
* #subscription-lasts insert Da([[Retten varer ikke så længe som en rest-hook]])
* #subscription-limit "There are enough subscriptions running"
* #subscription-limit insert Da([[Der kører nok abonnementer]])
* #subscription-owner "The caller can own no subscription"
* #subscription-owner insert Da([[Den, der kalder, kan ikke eje et abonnement]])
* #subscription-pace "A number of the channel is out of bounds"
* #subscription-pace insert Da([[Et af kanalens tal er uden for grænserne]])
* #subscription-payload "The payload is not offered"
* #subscription-payload insert Da([[Det indhold tilbydes ikke]])
* #subscription-status "The status is not for the client to set"
* #subscription-status insert Da([[Status kan klienten ikke sætte]])
* #subscription-topic "There is no such topic"
* #subscription-topic insert Da([[Det emne findes ikke]])
* #structure "The structure is wrong"
* #structure insert Da([[Opbygningen er forkert]])
* #subsetted "The resource is only a part"
* #subsetted insert Da([[Ressourcen er kun en del]])
* #times-left-out "Why free times were left out"
* #times-left-out insert Da([[Hvorfor ledige tider blev udeladt]])
* #token-in-address "A token stands in the address"
* #token-in-address insert Da([[Et adgangsbevis står i adressen]])
* #token-invalid "The token is not valid"
* #token-invalid insert Da([[Adgangsbeviset gælder ikke]])
* #token-missing "A token is required"
* #token-missing insert Da([[Der kræves et adgangsbevis]])
* #too-costly "It is too large to be worked out here"
* #too-costly insert Da([[Det er for stort at regne ud her]])
* #too-few "There are too few"
* #too-few insert Da([[Der er for få]])
* #too-large "The body is too large"
* #too-large insert Da([[Indholdet er for stort]])
* #too-many "There are too many"
* #too-many insert Da([[Der er for mange]])
* #too-many-elements "A resource has too many elements"
* #too-many-elements insert Da([[En ressource har for mange felter]])
* #too-many-entries "The Bundle has too many entries"
* #too-many-entries insert Da([[Bundlen har for mange poster]])
* #too-many-exports "Too many exports are under way"
* #too-many-exports insert Da([[For mange eksporter er i gang]])
* #too-many-parameters "There are too many parameters"
* #too-many-parameters insert Da([[Der er for mange parametre]])
* #too-many-references "There are too many conditional references"
* #too-many-references insert Da([[Der er for mange betingede referencer]])
* #too-many-scopes "The token has too many scopes"
* #too-many-scopes insert Da([[Adgangsbeviset har for mange scopes]])
* #too-many-values "There are too many values"
* #too-many-values insert Da([[Der er for mange værdier]])
* #transform-forbidden "Transforming is for staff, machines and auditors"
* #transform-forbidden insert Da([[Der må ikke oversættes]])
* #transform-sides "Either a record or a resource is transformed"
* #transform-sides insert Da([[Der sendes enten en post eller en ressource]])
* #transition "The status cannot become that"
* #transition insert Da([[Status kan ikke blive det]])
* #two-choices "Only one of the choices may stand"
* #two-choices insert Da([[Kun én af mulighederne må stå]])
* #type-filter "The filter of a type cannot be used"
* #type-filter insert Da([[En types filter kan ikke bruges]])
* #unknown-code "The code system has no such code"
* #unknown-code insert Da([[Kodesystemet har ikke den kode]])
* #unknown-code-system "The code system is not known"
* #unknown-code-system insert Da([[Kodesystemet er ikke kendt]])
* #unknown-concept-map "The concept map is not known"
* #unknown-concept-map insert Da([[Oversættelsen er ikke kendt]])
* #unknown-member "The element is not known"
* #unknown-member insert Da([[Feltet er ikke kendt]])
* #unknown-modifier "The modifier is not known"
* #unknown-modifier insert Da([[Modifieren er ikke kendt]])
* #unknown-parameter "The parameter is not known"
* #unknown-parameter insert Da([[Parameteren er ikke kendt]])
* #unknown-profile "The profile is not known"
* #unknown-profile insert Da([[Profilen er ikke kendt]])
* #unknown-record-type "The type of record is not known"
* #unknown-record-type insert Da([[Cura har ikke den slags post]])
* #unknown-slice "The profile has no place for the element"
* #unknown-slice insert Da([[Profilen har ikke plads til feltet]])
* #unknown-terminology "The value set or code system is not known"
* #unknown-terminology insert Da([[Værdisættet eller kodesystemet er ikke kendt]])
* #unknown-type "The resource type is not known"
* #unknown-type insert Da([[Ressourcetypen er ikke kendt]])
* #unknown-operation "There is no such operation"
* #unknown-operation insert Da([[Den operation findes ikke]])
* #system-search "There is no search over all types at once"
* #system-search insert Da([[Der søges ikke i alle typer på én gang]])
* #unit-contact "How to reach the unit"
* #unit-contact insert Da([[Hvordan enheden kan nås]])
* #unknown-value-set "The value set is not known"
* #unknown-value-set insert Da([[Værdisættet er ikke kendt]])
* #unlikely-value "The value is unlikely and must be confirmed"
* #unlikely-value insert Da([[Værdien er usandsynlig og skal bekræftes]])
* #unmappable "Cura cannot keep the value"
* #unmappable insert Da([[Cura kan ikke rumme værdien]])
* #unreadable-value "The value of a parameter cannot be read"
* #unreadable-value insert Da([[En parameters værdi kan ikke læses]])
* #unresolved-reference "The reference names no entry of the Bundle"
* #unresolved-reference insert Da([[Referencen peger ikke på en post i Bundlen]])
* #unsafe-narrative "The narrative is not plain XHTML"
* #unsafe-narrative insert Da([[Fortællingen er ikke ren XHTML]])
* #unsupported-parameter "The parameter of R4 is not supported"
* #unsupported-parameter insert Da([[R4s parameter er ikke understøttet]])
* #unsupported-media-type "The media type cannot be read"
* #unsupported-media-type insert Da([[Medietypen kan ikke læses]])
* #video-cancelled "The appointment of the video meeting is cancelled"
* #video-cancelled insert Da([[Videomødets aftale er aflyst]])
* #video-not-booked "The appointment of the video meeting is not booked"
* #video-not-booked insert Da([[Videomødets aftale er ikke bestilt]])
* #video-not-open "The video meeting is not open yet"
* #video-not-open insert Da([[Videomødet er ikke åbent endnu]])
* #video-over "The video meeting is over"
* #video-over insert Da([[Videomødet er slut]])
* #waitlist-window "The time waited for must lie ahead and be a year at most"
* #waitlist-window insert Da([[Den tid, der ventes på, skal ligge forude og være højst et år]])
* #use-operation "An operation does this"
* #use-operation insert Da([[En operation gør dette]])
* #use-post-search "A person number stands in the body of a search by POST only"
* #use-post-search insert Da([[Et personnummer står kun i indholdet af en søgning med POST]])
* #value-set-circular "The value set contains itself"
* #value-set-circular insert Da([[Værdisættet indeholder sig selv]])
* #value-set-filter "The filter of the value set cannot be used"
* #value-set-filter insert Da([[Værdisættets filter kan ikke bruges]])
* #value-too-long "The value is too long"
* #value-too-long insert Da([[Værdien er for lang]])
* #window-cut "The window was cut to a year"
* #window-cut insert Da([[Tidsrummet blev skåret ned til et år]])
* #withheld "What is not shown cannot be changed"
* #withheld insert Da([[Det, der ikke vises, kan ikke ændres]])
* #wrong-type "The value has the wrong type"
* #wrong-type insert Da([[Værdien har den forkerte type]])

CodeSystem: AccessLabel
Id: access-label
Title: "Label that keeps a resource from a reader"
Description: "Stands in meta.security. Set by staff."
* insert Danish([[Mærke, der skjuler en ressource for en læser]], [[Står i meta.security. Sættes af personalet.]])
* ^caseSensitive = true
* ^content = #complete
* #not-citizen "Not shown to the citizen"
* #not-citizen insert Da([[Vises ikke for borgeren]])
* #not-guardian "Not shown to relatives and others who act for the citizen"
* #not-guardian insert Da([[Vises ikke for pårørende og andre, der handler for borgeren]])
