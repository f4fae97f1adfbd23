Profile: SamspilCodeSystem
Parent: CodeSystem
Id: samspil-code-system
Title: "Codes of Samspil or Cura"
Description: "A code system that the profiles of Samspil define, or the codes of one field of Cura."
* insert Danish([[Samspils eller Curas koder]], [[Et kodesystem, som Samspils profiler definerer, eller koderne i ét felt i Cura.]])
* url 1..1
* name 1..1
* concept 1..*
