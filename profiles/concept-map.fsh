Profile: SamspilConceptMap
Parent: ConceptMap
Id: samspil-concept-map
Title: "Translation of Cura's codes"
Description: "How the codes of one field of Cura become codes of FHIR. Read backwards it says what Cura is sent."
* insert Danish([[Oversættelse af Curas koder]], [[Hvordan koderne i ét felt i Cura bliver FHIRs koder. Læst baglæns: hvad Cura får tilsendt.]])
* url 1..1
* name 1..1
* title 1..1
* source[x] 1..1
* source[x] only uri
* group 1..*
