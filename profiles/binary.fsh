Profile: SamspilBinary
Parent: Binary
Id: samspil-binary
Title: "File of a message (bilag)"
Description: "A file that was sent with a message. securityContext names the message, and in its extension the citizen and the name of the file, for a Binary has no extensions of its own. The data stands in a read; elsewhere it is left out, and the tag SUBSETTED says so."
* insert Danish([[Bilag til en besked]], [[En fil, der blev sendt med en besked. securityContext peger på beskeden og har i sin extension borgeren og filens navn, for en Binary har ingen extensions selv. Indholdet kommer med, når filen læses; ellers er det udeladt, og mærket SUBSETTED siger det.]])
* contentType 1..1
* securityContext 1..1
* securityContext.extension contains FileOf named file 1..1
* data 0..1

Extension: FileOf
Id: file
Title: "Whose file it is, and its name"
Description: "The citizen whom the message is about, and what the file is called."
Context: Binary.securityContext
* insert Danish([[Hvis fil det er, og dens navn]], [[Borgeren, som beskeden handler om, og hvad filen hedder.]])
* extension contains
    citizen 1..1 and
    name 0..1
* extension[citizen].value[x] only Reference(SamspilPatient)
* extension[name].value[x] only string
